import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation } from 'd3-force';
import { useMemo } from 'preact/hooks';
import { addresses } from '../addresses.ts';
import { useSpoken } from '../text/language.tsx';

export interface NetworkNode {
  readonly id: string;
  readonly name: string;
  readonly href: string;
}

export interface NetworkEdge {
  readonly source: string;
  readonly target: string;
  /** Articles that name both. */
  readonly count: number;
}

const WIDTH = 720;
const HEIGHT = 400;
const STEPS = 250;

/**
 * Nodes that are named together, drawn nearer the more articles name both. A line leads to those articles and a
 * name to its page, from the keyboard too.
 */
export function Network({
  nodes,
  edges,
  label,
}: {
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  readonly label: string;
}) {
  const { text, number } = useSpoken();
  const places = useMemo(() => layOut(nodes, edges), [nodes, edges]);
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const most = Math.max(1, ...edges.map(({ count }) => count));
  const at = (id: string) => places.get(id) ?? { x: WIDTH / 2, y: HEIGHT / 2 };
  return (
    <div class="network">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        <title>{label}</title>
        {edges.map(({ source, target, count }) => {
          const [a, b] = [at(source), at(target)];
          const meaning = `${names.get(source)} – ${names.get(target)}: ${text.articleCount(count, number(count))}`;
          return (
            <a
              key={`${source} ${target}`}
              class="edge"
              href={addresses.search('', { mentions: { all: [source, target] } })}
              aria-label={meaning}
            >
              <title>{meaning}</title>
              <line class="hit" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
              <line class="line" x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke-width={1 + (4 * count) / most} />
            </a>
          );
        })}
        {nodes.map(({ id, name, href }, index) => {
          const { x, y } = at(id);
          return (
            <a key={id} class={index === 0 ? 'node centre' : 'node'} href={href}>
              <circle cx={x} cy={y} r={index === 0 ? 10 : 7} />
              <text x={x} y={y + (index === 0 ? 26 : 21)}>
                {shortened(name)}
              </text>
            </a>
          );
        })}
      </svg>
    </div>
  );
}

const LONGEST_NAME = 18;

function shortened(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
}

/** The same picture for the same network: the forces start from fixed places and no chance is in them. */
function layOut(nodes: readonly NetworkNode[], edges: readonly NetworkEdge[]) {
  const most = Math.max(1, ...edges.map(({ count }) => count));
  const placed = nodes.map(({ id }, index) => {
    const angle = (2 * Math.PI * index) / Math.max(1, nodes.length - 1);
    const radius = index === 0 ? 0 : 150;
    return { id, x: WIDTH / 2 + radius * 1.4 * Math.cos(angle), y: HEIGHT / 2 + radius * Math.sin(angle) };
  });
  const links = edges.map(({ source, target, count }) => ({ source, target, count }));
  forceSimulation(placed)
    .force('charge', forceManyBody().strength(-520))
    .force(
      'link',
      forceLink<(typeof placed)[number], (typeof links)[number]>(links)
        .id(({ id }) => id)
        .distance(({ count }) => 170 - (80 * count) / most)
        .strength(0.25),
    )
    .force('collide', forceCollide(38))
    .force('centre', forceCenter(WIDTH / 2, HEIGHT / 2))
    .stop()
    .tick(STEPS);
  return fitted(placed);
}

/** Stretches the places over the drawing, with room for the names. */
function fitted(placed: readonly { readonly id: string; readonly x: number; readonly y: number }[]) {
  const range = (values: readonly number[], size: number, margin: number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) =>
      high === low ? size / 2 : margin + ((value - low) / (high - low)) * (size - 2 * margin);
  };
  const across = range(
    placed.map(({ x }) => x),
    WIDTH,
    70,
  );
  const down = range(
    placed.map(({ y }) => y),
    HEIGHT,
    36,
  );
  return new Map(placed.map(({ id, x, y }) => [id, { x: across(x), y: down(y) }]));
}

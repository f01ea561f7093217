/** How two nodes hang together: the shortest way over things that the same articles name. */
import { KIND } from '../database.ts';
import type { Engine } from '../engine.ts';
import { compareText } from '../pages/page.ts';
import type { EntityId, PathEnd, PathRow } from '../store.ts';
import { levelsOf, sentencesOf } from './path-evidence.ts';
import { neighbours, type Stop, sharedArticles, stopOf } from './path-stops.ts';

/** The newest articles of an end, and of each thing beside it, that are looked at. */
const ARTICLES_OF_END = 200;
const ARTICLES_EACH = 20;
/** Of the things beside an end so many are looked beyond, the rarest. */
const LOOKED_BEYOND = 64;
/** So many ways of the same length are compared by their evidence, those over the rarest things. */
const COMPARED = 32;
/** What a company between two companies counts for, as much as being four times as rare. */
const SAME_KIND = 2;
const PATH_BYTES = 1000;

type Way = readonly Stop[];

export function pathBetween(
  engine: Engine,
  from: PathEnd,
  to: PathEnd,
  maxSteps: number,
): Promise<PathRow | null> {
  return engine.answers.one(
    engine,
    `path ${from.type} ${from.id} ${to.type} ${to.id} ${maxSteps}`,
    (session) => findPath(session, from, to, maxSteps),
    () => PATH_BYTES,
  );
}

async function findPath(
  engine: Engine,
  from: PathEnd,
  to: PathEnd,
  maxSteps: number,
): Promise<PathRow | null> {
  const [start, end] = await Promise.all([stopOf(engine, from), stopOf(engine, to)]);
  if (start === null || end === null) return null;
  if (start.kind === end.kind && start.id === end.id) return { steps: [] };
  const ways = await shortestWays(engine, start, end, maxSteps);
  const best = await bestOf(engine, ways);
  if (best === undefined) return null;
  const steps = stepsOf(best);
  const sentences = await sentencesOf(engine, steps);
  return {
    steps: steps.map(([left, right], index) => ({
      from: endOf(left),
      to: endOf(right),
      sentence: sentences[index] ?? null,
    })),
  };
}

const TYPES = { [KIND.Company]: 'Company', [KIND.Product]: 'Product', [KIND.Ticker]: 'Ticker' } as const;

function endOf({ kind, id }: Stop): PathEnd {
  if (kind === 'article') return { type: 'Article', id };
  return { type: TYPES[kind as keyof typeof TYPES] ?? 'Topic', id };
}

function stepsOf(way: Way): (readonly [Stop, Stop])[] {
  return way.slice(1).map((stop, index) => [way[index] ?? stop, stop] as const);
}

/** The ways of the fewest steps, not all of them: only so many things and articles are looked at. */
async function shortestWays(engine: Engine, start: Stop, end: Stop, maxSteps: number): Promise<Way[]> {
  if (await isDirect(engine, start, end)) return [[start, end]];
  if (maxSteps < 2) return [];
  const ends = new Set([...start.terms, ...end.terms]);
  const beside = async (stop: Stop) =>
    (await neighbours(engine, [stop], ARTICLES_OF_END)).flat().filter(({ id }) => !ends.has(id));
  const [nearStart, nearEnd] = await Promise.all([beside(start), beside(end)]);
  const ofEnd = byId(nearEnd);
  const over = nearStart.filter(({ id }) => ofEnd.has(id));
  if (over.length > 0) return over.map((middle) => [start, middle, end]);
  if (maxSteps < 3 || nearStart.length === 0 || nearEnd.length === 0) return [];

  const beyond = async (stops: readonly Stop[]) => {
    const rarest = rarestOf(stops, LOOKED_BEYOND);
    const found = await neighbours(engine, rarest, ARTICLES_EACH);
    return rarest.flatMap((stop, index) =>
      (found[index] ?? [])
        .filter(({ id }) => !ends.has(id) && id !== stop.id)
        .map((next) => [stop, next] as const),
    );
  };
  const [fromStart, fromEnd] = await Promise.all([beyond(nearStart), beyond(nearEnd)]);
  const ofStart = byId(nearStart);
  const ways = new Map<string, Way>();
  for (const [stop, next] of fromStart)
    if (ofEnd.has(next.id)) ways.set(`${stop.id} ${next.id}`, [start, stop, next, end]);
  for (const [stop, next] of fromEnd)
    if (ofStart.has(next.id)) ways.set(`${next.id} ${stop.id}`, [start, next, stop, end]);
  if (ways.size > 0) return [...ways.values()];
  if (maxSteps < 4) return [];

  // Of the ways over one thing in the middle, that over the rarest things beside it.
  const rarestBeside = new Map<EntityId, Stop>();
  for (const [stop, next] of fromEnd) {
    const known = rarestBeside.get(next.id);
    if (known === undefined || compareStops(stop, known) < 0) rarestBeside.set(next.id, stop);
  }
  return fromStart.flatMap(([stop, next]) => {
    const last = rarestBeside.get(next.id);
    return last === undefined ? [] : [[start, stop, next, last, end]];
  });
}

async function isDirect(engine: Engine, start: Stop, end: Stop): Promise<boolean> {
  if (start.kind === 'article' && end.kind === 'article') return false;
  const [shared] = await sharedArticles(engine, [[start, end]], 1);
  return shared !== undefined && shared.length > 0;
}

/** The way of the rarest things and the best evidence: a level of evidence counts as much as being twice as rare. */
async function bestOf(engine: Engine, ways: readonly Way[]): Promise<Way | undefined> {
  const [first] = ways;
  if (first === undefined || ways.length === 1) return first;
  const compared = ways
    .map((way) => ({ way, cost: costOf(way) }))
    .sort((left, right) => left.cost - right.cost || compareWays(left.way, right.way))
    .slice(0, COMPARED);
  const levels = await levelsOf(
    engine,
    compared.flatMap(({ way }) => stepsOf(way)),
  );
  const steps = first.length - 1;
  return compared
    .map(({ way, cost }, index) => {
      const own = levels.slice(index * steps, (index + 1) * steps);
      return { way, cost: cost - own.reduce((sum, level) => sum + level, 0) };
    })
    .sort((left, right) => left.cost - right.cost || compareWays(left.way, right.way))[0]?.way;
}

function costOf(way: Way): number {
  const [start, end] = [kindOfEnd(way.at(0)), kindOfEnd(way.at(-1))];
  return way
    .slice(1, -1)
    .reduce(
      (sum, { kind, articles }) =>
        sum + Math.log2(articles) - (start === end && kind === start ? SAME_KIND : 0),
      0,
    );
}

/** A ticker stands for a company. */
function kindOfEnd(stop: Stop | undefined): Stop['kind'] | undefined {
  return stop?.kind === KIND.Ticker ? KIND.Company : stop?.kind;
}

function rarestOf(stops: readonly Stop[], most: number): Stop[] {
  return stops.toSorted(compareStops).slice(0, most);
}

function compareStops(left: Stop, right: Stop): number {
  return left.articles - right.articles || compareText(left.key, right.key);
}

function compareWays(left: Way, right: Way): number {
  return left.reduce((order, stop, index) => order || compareText(stop.key, right[index]?.key ?? ''), 0);
}

function byId(stops: readonly Stop[]): ReadonlyMap<EntityId, Stop> {
  return new Map(stops.map((stop) => [stop.id, stop]));
}

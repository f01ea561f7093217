import { addresses } from '../addresses.ts';
import { useSpoken } from '../text/language.tsx';
import { startOfDay } from './zone.ts';

export interface Bar {
  readonly key: string;
  /** As it is read out and shown below the chart. */
  readonly name: string;
  readonly count: number;
  /** Leads to the articles of this bar. */
  readonly href: string;
}

const HEIGHT = 120;
const MOST_LABELS = 8;
const NARROWEST = 300;
const MOST_MONTHS = 1_200;

/** A bar for each stretch of time; each leads to its articles, also from the keyboard. */
export function Timeline({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const { text, number } = useSpoken();
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  const step = Math.ceil(bars.length / MOST_LABELS);
  const width = Math.max(6, Math.min(48, Math.floor(720 / Math.max(1, bars.length))));
  const total = Math.max(NARROWEST, width * bars.length);
  return (
    <div class="timeline">
      <svg viewBox={`0 0 ${total} ${HEIGHT + 24}`} width={total} height={HEIGHT + 24}>
        <title>{label}</title>
        <line class="axis" x1="0" x2={total} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
        {bars.map(({ key, name, count, href }, index) => {
          const height = count === 0 ? 0 : Math.max(3, Math.round((count / highest) * (HEIGHT - 18)));
          const meaning = text.barHint(name, text.articleCount(count, number(count)));
          const x = index * width;
          return (
            <g key={key}>
              {count > 0 && (
                <a href={href} aria-label={meaning}>
                  <title>{meaning}</title>
                  <rect class="hit" x={x} y="0" width={width} height={HEIGHT} />
                  <rect class="bar" x={x + 1} y={HEIGHT - height} width={width - 2} height={height} rx="2" />
                  {width >= 24 && (
                    <text class="value" x={x + width / 2} y={HEIGHT - height - 5}>
                      {number(count)}
                    </text>
                  )}
                </a>
              )}
              {index % step === 0 && (
                <text class="tick" x={x} y={HEIGHT + 17}>
                  {key.slice(0, 7)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** The bars of months (`2021-12` or its first day), each with a link to the articles that the filter takes in it. */
export function monthBars(
  months: readonly { readonly start: string; readonly articleCount: number }[],
  nameOf: (month: string) => string,
  filter: Readonly<Record<string, unknown>>,
  zone: string,
): Bar[] {
  return months.map(({ start, articleCount }) => ({
    key: start.slice(0, 7),
    name: nameOf(start),
    count: articleCount,
    href: addresses.search('', { ...filter, publishedAt: monthRange(start.slice(0, 7), zone) }),
  }));
}

function monthRange(month: string, zone: string): { from: string; to: string } {
  return { from: startOfDay(`${month}-01`, zone), to: startOfDay(`${monthAfter(month)}-01`, zone) };
}

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`;
}

/** Months in order, with those between them in which there is nothing. */
export function withEmptyMonths(counts: readonly { readonly value: string; readonly count: number }[]) {
  const known = new Map(counts.map(({ value, count }) => [value, count]));
  const [first, last] = [[...known.keys()].sort()[0], [...known.keys()].sort().at(-1)];
  if (first === undefined || last === undefined) return [];
  const months = [];
  for (let month = first; month <= last && months.length < MOST_MONTHS; month = monthAfter(month)) {
    months.push({ start: month, articleCount: known.get(month) ?? 0 });
  }
  return months;
}

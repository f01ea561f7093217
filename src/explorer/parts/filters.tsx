import { useQuery } from '@urql/preact';
import { addresses } from '../addresses.ts';
import { FilterNamesDocument, type FilterNamesQuery } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';
import { entityName } from './names.tsx';
import { useZone } from './zone.ts';

type Filter = Readonly<Record<string, unknown>>;

/** The parts of a filter, each with a link that takes it away. */
export function ActiveFilters({ words, filter }: { readonly words: string; readonly filter: Filter }) {
  const { text } = useSpoken();
  const describe = useDescription(filter);
  const keys = Object.keys(filter);
  if (keys.length === 0) return null;
  return (
    <ul class="chips" aria-label={text.filters}>
      {keys.map((key) => {
        const name = describe(key, filter[key]);
        const { [key]: _, ...rest } = filter;
        return (
          <li key={key}>
            <a href={addresses.search(words, rest)} aria-label={text.remove(name)}>
              {name} <span aria-hidden="true">×</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function useDescription(filter: Filter): (key: string, value: unknown) => string {
  const { text, language, day } = useSpoken();
  const zone = useZone();
  const ids = idsOf(filter.mentions);
  const [{ data }] = useQuery({
    query: FilterNamesDocument,
    variables: { ids, language },
    pause: ids.length === 0,
  });
  const names = new Map((data?.nodes ?? []).map((node) => [node?.id, nameOf(node)]));
  const titles: Record<string, string> = {
    companies: text.companies,
    products: text.products,
    topics: text.topics,
    tickers: text.tickers,
    category: text.category,
    source: text.sources,
    publishedAt: text.published,
    mentions: text.together,
  };
  return (key, value) => {
    const title = titles[key] ?? key;
    if (key === 'mentions') return `${title}: ${ids.map((id) => names.get(id) ?? '…').join(' + ')}`;
    if (key === 'publishedAt') return `${title}: ${rangeOf(value, (at) => day(at, zone))}`;
    const shown = Array.isArray(value) ? value.join(key === 'category' ? ' / ' : ', ') : String(value);
    return `${title}: ${shown}`;
  };
}

function nameOf(node: FilterNamesQuery['nodes'][number]): string {
  if (node === null) return '…';
  switch (node.__typename) {
    case 'Company':
    case 'Product':
    case 'Topic':
    case 'Ticker':
      return entityName(node);
    default:
      return '…';
  }
}

function idsOf(mentions: unknown): string[] {
  if (typeof mentions !== 'object' || mentions === null) return [];
  return Object.values(mentions)
    .flat()
    .filter((id) => typeof id === 'string');
}

function rangeOf(range: unknown, day: (at: string) => string): string {
  if (typeof range !== 'object' || range === null) return '';
  const { from, to } = range as { from?: unknown; to?: unknown };
  const ends = [
    isMoment(from) ? day(from) : '',
    // The end is the first moment after the range.
    isMoment(to) ? day(new Date(Date.parse(to) - 1).toISOString()) : '',
  ];
  return ends.join(' – ');
}

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

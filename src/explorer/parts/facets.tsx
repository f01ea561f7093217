import { addresses } from '../addresses.ts';
import type { FacetListsFragment } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';
import { entityName } from './names.tsx';

interface Value {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly filter: unknown;
}

/** What the articles of a list have in common; each value narrows the list to the articles that have it. */
export function Facets({ facets, query }: { readonly facets: FacetListsFragment; readonly query: string }) {
  const { text, month } = useSpoken();
  const groups: [string, Value[]][] = [
    [text.companies, facets.companies.map((one) => ({ ...one, key: one.value, name: entityName(one.node) }))],
    [text.products, facets.products.map((one) => ({ ...one, key: one.value, name: entityName(one.node) }))],
    [text.topics, facets.topics.map((one) => ({ ...one, key: one.value, name: entityName(one.node) }))],
    [
      text.categories,
      facets.categories.map((one) => ({ ...one, key: one.value, name: one.node.path.join(' / ') })),
    ],
    [text.sources, facets.sources.map((one) => ({ ...one, key: one.value, name: one.value }))],
    [text.months, facets.months.map((one) => ({ ...one, key: one.value, name: month(one.value) }))],
  ];
  const shown = groups.filter(([, values]) => values.length > 0);
  if (shown.length === 0) return null;
  return (
    <aside class="facets" aria-label={text.narrow}>
      <details open={window.innerWidth > 800}>
        <summary>{text.narrow}</summary>
        {shown.map(([name, values]) => (
          <section key={name}>
            <h3>{name}</h3>
            <ul>
              {values.map((value) => (
                <FacetValue key={value.key} value={value} query={query} />
              ))}
            </ul>
          </section>
        ))}
      </details>
    </aside>
  );
}

function FacetValue({
  value: { name, count, filter },
  query,
}: {
  readonly value: Value;
  readonly query: string;
}) {
  const { number } = useSpoken();
  const content = (
    <>
      <span class="facet-name">{name}</span> <span class="facet-count">{number(count)}</span>
    </>
  );
  return (
    <li>
      {typeof filter === 'object' && filter !== null ? (
        <a href={addresses.search(query, { ...filter })}>{content}</a>
      ) : (
        <span class="facet-plain">{content}</span>
      )}
    </li>
  );
}

import { addresses } from '../addresses.ts';
import type { EntityNameFragment } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';

type Entity = EntityNameFragment;
type EntityType = Entity['__typename'];

export function entityAddress(entity: Entity): string {
  switch (entity.__typename) {
    case 'Company':
      return addresses.company(entity.slug);
    case 'Product':
      return addresses.product(entity.slug);
    case 'Topic':
      return addresses.topic(entity.slug);
    case 'Ticker':
      return addresses.ticker(entity.mic, entity.symbol);
  }
}

export function entityName(entity: Entity): string {
  return entity.__typename === 'Ticker' ? `${entity.mic}:${entity.symbol}` : entity.name;
}

/** A name that leads to its page, in the colour of its type. */
export function EntityLink({ entity }: { readonly entity: Entity }) {
  return (
    <a class={`entity ${entity.__typename.toLowerCase()}`} href={entityAddress(entity)}>
      {entityName(entity)}
    </a>
  );
}

export function TypeName({ type }: { readonly type: EntityType | 'Category' | 'Article' }) {
  const { text } = useSpoken();
  const names = {
    Company: text.company,
    Product: text.product,
    Topic: text.topic,
    Ticker: text.ticker,
    Category: text.category,
    Article: text.article,
  };
  return <span class={`type ${type.toLowerCase()}`}>{names[type]}</span>;
}

/** Names one beside another. */
export function EntityNames({ entities }: { readonly entities: readonly Entity[] }) {
  return (
    <ul class="names">
      {entities.map((entity) => (
        <li key={entity.id}>
          <EntityLink entity={entity} />
        </li>
      ))}
    </ul>
  );
}

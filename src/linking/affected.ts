import type { Alias, Catalog, EntityRef } from '../catalog/catalog.ts';
import type { Document } from '../documents/document.ts';
import { AliasIndex } from './alias-index.ts';
import type { LinkedDocument, Mention } from './mention.ts';
import { entityId, Relations } from './relations.ts';
import { viewOf } from './view.ts';

/** What a catalog edit changed, as far as links depend on it. */
export interface CatalogChange {
  /** Exchanges changed: ticker forms may read differently anywhere. */
  readonly everything: boolean;
  /** Aliases that came, went or have other rules; an alias with changed rules is here once as it was and once as it is. */
  readonly aliases: readonly Alias[];
  /** Entities whose family, tickers or names changed, and with them what they are evidence for. */
  readonly entities: readonly EntityRef[];
  /** `MIC:symbol` of tickers that came, went or changed hands. */
  readonly tickers: readonly string[];
}

export function compareCatalogs(before: Catalog, after: Catalog): CatalogChange {
  const entities: EntityRef[] = [
    ...changedKeys(before.companies, after.companies, ({ parent, tickers, formerNames }) => [
      parent,
      tickers,
      formerNames,
    ]).map((key) => ({ type: 'Company', key }) as const),
    ...changedKeys(before.products, after.products, ({ maker, formerNames }) => [maker, formerNames]).map(
      (key) => ({ type: 'Product', key }) as const,
    ),
    ...changedKeys(before.topics, after.topics, ({ parent }) => parent).map(
      (key) => ({ type: 'Topic', key }) as const,
    ),
  ];
  const form = (alias: Alias) => JSON.stringify(alias);
  const was = new Set(before.aliases.map(form));
  const is = new Set(after.aliases.map(form));
  return {
    everything: changedKeys(before.exchanges, after.exchanges, (exchange) => exchange).length > 0,
    aliases: [
      ...before.aliases.filter((alias) => !is.has(form(alias))),
      ...after.aliases.filter((alias) => !was.has(form(alias))),
    ],
    entities,
    tickers: changedKeys(before.tickers, after.tickers, (ticker) => ticker),
  };
}

function changedKeys<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  part: (value: Value) => unknown,
): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const text = (value: Value | undefined) => (value === undefined ? '' : JSON.stringify(part(value)));
  return [...keys].filter((key) => text(before.get(key)) !== text(after.get(key)));
}

/**
 * A test of whether an article can be touched by a catalog edit. It errs on the side of yes: an article is touched
 * where a changed alias stands in its text, source, author or tags, where a changed ticker's symbol stands in its
 * text or markup, or where it holds a mention, resolved or open, of the family of a changed entity.
 */
export function createAffectedTest(
  before: Catalog,
  after: Catalog,
): (document: Document, linked: LinkedDocument) => boolean {
  const change = compareCatalogs(before, after);
  if (change.everything) return () => true;
  const index = new AliasIndex(change.aliases);
  const symbols = change.tickers.map((key) => key.slice(key.indexOf(':') + 1));
  const relations = [new Relations(before), new Relations(after)];
  const groups = new Set(
    relations.flatMap((relation) =>
      change.entities.flatMap((entity) => [relation.groupOf(entity), ...relation.groupsFor(entity)]),
    ),
  );
  const inGroup = (entity: EntityRef) =>
    groups.has(entityId(entity)) || relations.some((relation) => groups.has(relation.groupOf(entity)));
  return (document, linked) => {
    const { title, bodyText, source, author, tags, stockReferences } = document;
    if (linked.mentions.some((mention) => entitiesOf(mention).some(inGroup))) return true;
    const texts = [title, bodyText, source?.name ?? '', author ?? '', ...tags];
    if (texts.some((text) => index.find(viewOf(text)).length > 0)) return true;
    return symbols.some(
      (symbol) =>
        stockReferences.some((reference) => reference.symbol === symbol) ||
        texts.some((text) => text.includes(symbol.replace(/^0+/, ''))),
    );
  };
}

function entitiesOf(mention: Mention): readonly EntityRef[] {
  return mention.status === 'RESOLVED' ? [mention.entity] : mention.candidates;
}

/** A mention that linking anew gains or loses, with the sentence that a person needs to judge it. */
export interface MentionChange {
  readonly kind: 'GAINED' | 'LOST';
  readonly mention: Mention;
  readonly sentence: string;
}

/** What `relink --dry-run` prints of one article: lost and gained mentions in text order. */
export function compareLinks(
  document: Document,
  before: LinkedDocument,
  after: LinkedDocument,
): MentionChange[] {
  const key = (mention: Mention) =>
    JSON.stringify([mention.field, mention.start, mention.end, mention.status, entitiesOf(mention)]);
  const was = new Set(before.mentions.map(key));
  const is = new Set(after.mentions.map(key));
  const change = (kind: MentionChange['kind']) => (mention: Mention) => {
    const text = mention.field === 'TITLE' ? document.title : document.bodyText;
    return { kind, mention, sentence: text.slice(mention.sentenceStart, mention.sentenceEnd) };
  };
  return [
    ...before.mentions.filter((mention) => !is.has(key(mention))).map(change('LOST')),
    ...after.mentions.filter((mention) => !was.has(key(mention))).map(change('GAINED')),
  ].sort((a, b) => place(a.mention) - place(b.mention));
}

/** Titles stand before bodies. */
function place({ field, start }: Mention): number {
  return field === 'TITLE' ? start - Number.MAX_SAFE_INTEGER : start;
}

import type { Alias, Catalog, EntityRef } from '../catalog/catalog.ts';
import { rulesOf } from '../catalog/version.ts';
import type { LinkableDocument } from '../documents/document.ts';
import { AliasIndex } from './alias-index.ts';
import { foldText } from './characters.ts';
import { type LinkedDocument, type Mention, namedBy, type TickerOrigin } from './mention.ts';
import { entityId, Relations } from './relations.ts';
import { squeeze, viewOf } from './view.ts';

/** The index also looks names up without them. */
const MIDDLE_DOTS = /[·•・]/g;

/** What a catalog edit changed, as far as links depend on it. */
export interface CatalogChange {
  /** Exchanges or the rules of linking changed: anything may read differently anywhere. */
  readonly everything: boolean;
  /**
   * Aliases that came, went, have other rules or stand in another order among those that read alike, with these; once
   * as they were and once as they are.
   */
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
    ...changedKeys(before.products, after.products, ({ name, maker, formerNames, namesake }) => [
      namesake === undefined ? null : name,
      maker,
      formerNames,
      namesake,
    ]).map((key) => ({ type: 'Product', key }) as const),
    ...changedKeys(before.topics, after.topics, ({ parent }) => parent).map(
      (key) => ({ type: 'Topic', key }) as const,
    ),
  ];
  const was = groupedAliases(before);
  const is = groupedAliases(after);
  const aliases = changedKeys(was, is, (group) => group);
  return {
    everything:
      rulesOf(before) !== rulesOf(after) ||
      changedKeys(before.exchanges, after.exchanges, (exchange) => exchange).length > 0,
    aliases: [was, is].flatMap((groups) => aliases.flatMap((key) => groups.get(key) ?? [])),
    entities,
    tickers: changedKeys(before.tickers, after.tickers, (ticker) => ticker),
  };
}

/** Aliases by how they read; the order of those that read alike is that of candidates. */
function groupedAliases({ aliases }: Catalog): Map<string, Alias[]> {
  return Map.groupBy(aliases, ({ text }) => squeeze(text.replaceAll(MIDDLE_DOTS, '')));
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
 * text or markup, or where it holds a mention, resolved or open, of the family of a changed entity, or such a name in
 * its source, author or tags.
 */
export function createAffectedTest(
  before: Catalog,
  after: Catalog,
): (document: LinkableDocument, linked: Pick<LinkedDocument, 'mentions'>) => boolean {
  const change = compareCatalogs(before, after);
  if (change.everything) return () => true;
  const index = new AliasIndex(change.aliases);
  const symbols = change.tickers.map((key) => unpadded(key.slice(key.indexOf(':') + 1)));
  const relations = [new Relations(before), new Relations(after)];
  const groups = new Set(
    relations.flatMap((relation) =>
      change.entities.flatMap((entity) => [relation.groupOf(entity), ...relation.groupsFor(entity)]),
    ),
  );
  const inGroup = (entity: EntityRef) =>
    groups.has(entityId(entity)) || relations.some((relation) => groups.has(relation.groupOf(entity)));
  const related = new AliasIndex(
    groups.size === 0 ? [] : [...before.aliases, ...after.aliases].filter(({ entity }) => inGroup(entity)),
  );
  return (document, linked) => {
    const { title, bodyText, source, author, tags, stockReferences } = document;
    if (linked.mentions.some((mention) => entitiesOf(mention).some(inGroup))) return true;
    const credits = [source?.name ?? '', author ?? '', ...tags].map(viewOf);
    if (credits.some((view) => related.find(view).length > 0)) return true;
    const views = change.aliases.length === 0 ? [] : [viewOf(title), viewOf(bodyText), ...credits];
    if (views.some((view) => index.find(view).length > 0)) return true;
    if (symbols.length === 0) return false;
    const texts = [foldText(title), foldText(bodyText)];
    return symbols.some(
      (symbol) =>
        stockReferences.some((reference) => unpadded(reference.symbol) === symbol) ||
        texts.some((text) => text.includes(symbol)),
    );
  };
}

/** 00700 is also written 700. */
function unpadded(symbol: string): string {
  return symbol.replace(/^0+(?=.)/, '');
}

function entitiesOf(mention: Mention): readonly EntityRef[] {
  return mention.status === 'RESOLVED' ? namedBy(mention) : mention.candidates;
}

/** A mention that linking anew gains or loses, with the sentence that a person needs to judge it. */
export interface MentionChange {
  readonly kind: 'GAINED' | 'LOST';
  readonly mention: Mention;
  readonly sentence: string;
}

/** What `relink --dry-run` prints of one article: lost and gained mentions in text order. */
export function compareLinks(
  document: LinkableDocument,
  before: Pick<LinkedDocument, 'mentions'>,
  after: Pick<LinkedDocument, 'mentions'>,
): MentionChange[] {
  const key = (mention: Mention) =>
    JSON.stringify([mention.field, mention.start, mention.end, mention.status, entitiesOf(mention)]);
  const was = new Set(before.mentions.map(key));
  const is = new Set(after.mentions.map(key));
  const change = (kind: MentionChange['kind']) => (mention: Mention) => {
    return { kind, mention, sentence: sentenceOf(document, mention) };
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

/** A ticker that an article gains or loses by linking anew, without the text naming the ticker itself. */
export interface TickerChange {
  readonly kind: 'GAINED' | 'LOST';
  /** `MIC:symbol`. */
  readonly ticker: string;
  readonly origin: TickerOrigin;
  /** The first that names the company that the ticker lists; null where markup brings the ticker. */
  readonly sentence: string | null;
}

/** One side of a comparison: the links of a document and the catalog that they were made with. */
interface LinkedWith {
  readonly catalog: Catalog | null;
  readonly linked: Pick<LinkedDocument, 'mentions' | 'tickers'>;
}

/** Lost and gained tickers that no mention tells of, each by its key; lost ones first. */
export function compareTickers(
  document: LinkableDocument,
  before: LinkedWith,
  after: LinkedWith,
): TickerChange[] {
  const change = (kind: TickerChange['kind'], { catalog, linked }: LinkedWith, other: LinkedWith) => {
    const known = new Set(other.linked.tickers.map(({ ticker }) => ticker));
    return linked.tickers
      .filter(({ ticker, origin }) => origin !== 'TEXT' && !known.has(ticker))
      .sort((a, b) => (a.ticker < b.ticker ? -1 : 1))
      .map(({ ticker, origin }): TickerChange => {
        const company = catalog?.tickers.get(ticker)?.company ?? null;
        const named = linked.mentions.find(
          (mention) =>
            mention.status === 'RESOLVED' &&
            mention.entity.type === 'Company' &&
            mention.entity.key === company,
        );
        return {
          kind,
          ticker,
          origin,
          sentence: named === undefined ? null : sentenceOf(document, named),
        };
      });
  };
  return [...change('LOST', before, after), ...change('GAINED', after, before)];
}

function sentenceOf({ title, bodyText }: LinkableDocument, mention: Mention): string {
  const text = mention.field === 'TITLE' ? title : bodyText;
  return text.slice(mention.sentenceStart, mention.sentenceEnd);
}

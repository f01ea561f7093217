/**
 * Prepared articles as threads hand them on: one array of numbers, in which texts and entities are places in two
 * lists. An article has some five hundred values in seventy rows, which are costly to copy one by one (measured, a post
 * of the benchmark: 49 µs to send and 60 to receive; like this 24 and 12).
 */
import type { EntityRef, EntityType } from '../catalog/catalog.ts';
import { ARTICLE_TABLES } from './article-rows.ts';
import type { PreparedArticle } from './prepared-article.ts';
import { COLUMNS, ENTITY_CODE } from './schema.ts';
import type { Tuple } from './tuple.ts';

export interface PackedArticles {
  /** NaN stands for null. */
  readonly numbers: Float64Array;
  readonly texts: readonly string[];
}

const LAYOUTS = ARTICLE_TABLES.map((table) => ({
  table,
  /** By column, whether it holds texts. */
  isText: Object.values(COLUMNS[table]).map((type) => type === 'text'),
}));
const TYPES = Object.keys(ENTITY_CODE) as readonly EntityType[];
/** Texts that are no longer are often said again: names, rules, keys. */
const SHORT = 32;

export function packArticles(articles: readonly PreparedArticle[]): PackedArticles {
  const batch = new Packing();
  batch.number(articles.length);
  for (const article of articles) batch.article(article);
  return batch.result();
}

export function unpackArticles(packed: PackedArticles): PreparedArticle[] {
  const batch = new Unpacking(packed);
  return batch.list(() => batch.article());
}

class Packing {
  private numbers = new Float64Array(0x4000);
  private length = 0;
  private readonly texts: string[] = [];
  private readonly places = new Map<string, number>();

  number(value: number | null): void {
    if (this.length === this.numbers.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = value ?? Number.NaN;
  }

  text(value: string | null): void {
    this.number(value === null ? null : this.placeOf(value));
  }

  article(article: PreparedArticle): void {
    this.text(article.slug);
    this.text(article.hash);
    this.number(article.publishedAt);
    this.number(article.refs.length);
    for (const { type, key } of article.refs) {
      this.number(TYPES.indexOf(type));
      this.text(key);
    }
    for (const { table, isText } of LAYOUTS) this.rows(article.rows[table] ?? [], isText);
    this.number(article.labels.length);
    for (const { id, kind, name, article_count: count } of article.labels) {
      this.number(id);
      this.number(kind);
      this.text(name);
      this.number(count);
    }
    this.number(article.categories.length);
    for (const category of article.categories) {
      this.number(category.id);
      this.number(category.only_id);
      this.text(category.path);
      this.text(category.name);
      this.number(category.parent_id);
      this.number(category.depth);
    }
    this.number(article.quoteUrls.length);
    for (const [ticker, url] of article.quoteUrls) {
      this.text(ticker);
      this.text(url);
    }
  }

  /** The array has its own memory: one that is copied is copied with all of it. */
  result(): PackedArticles {
    return { numbers: this.numbers.slice(0, this.length), texts: this.texts };
  }

  private rows(rows: readonly Tuple[], isText: readonly boolean[]): void {
    this.number(rows.length);
    for (const row of rows) {
      for (let column = 0; column < isText.length; column++) {
        const value = row[column] ?? null;
        if (typeof value === 'string') this.text(value);
        else this.number(value);
      }
    }
  }

  private placeOf(text: string): number {
    if (text.length > SHORT) return this.texts.push(text) - 1;
    const known = this.places.get(text);
    if (known !== undefined) return known;
    this.places.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

class Unpacking {
  private readonly numbers: Float64Array;
  private readonly texts: readonly string[];
  private at = 0;

  constructor({ numbers, texts }: PackedArticles) {
    this.numbers = numbers;
    this.texts = texts;
  }

  article(): PreparedArticle {
    return {
      slug: this.text(),
      hash: this.text(),
      publishedAt: this.numberOrNull(),
      refs: this.list(() => this.ref()),
      rows: Object.fromEntries(
        LAYOUTS.map(({ table, isText }) => [table, this.list(() => this.row(isText))]),
      ),
      labels: this.list(() => ({
        id: this.number(),
        kind: this.number(),
        name: this.text(),
        article_count: this.number(),
      })),
      categories: this.list(() => ({
        id: this.number(),
        only_id: this.number(),
        path: this.text(),
        name: this.text(),
        parent_id: this.numberOrNull(),
        depth: this.number(),
      })),
      quoteUrls: this.list(() => [this.text(), this.text()]),
    };
  }

  list<Item>(item: () => Item): Item[] {
    const length = this.number();
    const items: Item[] = [];
    for (let index = 0; index < length; index++) items.push(item());
    return items;
  }

  private ref(): EntityRef {
    const type = TYPES[this.number()];
    if (type === undefined) throw new Error('No such type of entity was packed.');
    return { type, key: this.text() };
  }

  private row(isText: readonly boolean[]): Tuple {
    const row: Tuple = [];
    for (const text of isText) {
      const value = this.numberOrNull();
      row.push(text && value !== null ? this.textAt(value) : value);
    }
    return row;
  }

  private number(): number {
    return this.numbers[this.at++] ?? 0;
  }

  private numberOrNull(): number | null {
    const value = this.number();
    return Number.isNaN(value) ? null : value;
  }

  private text(): string {
    return this.textAt(this.number());
  }

  private textAt(place: number): string {
    const text = this.texts[place];
    if (text === undefined) throw new Error('No such text was packed.');
    return text;
  }
}

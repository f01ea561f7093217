import { sql } from 'kysely';
import type { EntityRef } from '../../catalog/catalog.ts';
import { KIND, type LabelKind } from '../database.ts';
import type { Dialect, Writer } from '../engine.ts';
import { beginningOf, wellFormed } from '../search/text.ts';

type Kind = EntityRef['type'] | LabelKind;
export type TermName = readonly [kind: Kind, key: string];

/** Names that are remembered; a corpus with more of them looks some up again. */
const REMEMBERED = 200_000;

/** The dense ids of terms, entities and labels alike, by what they stand for. */
export class Terms {
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly ids = new Map<string, number>();
  private last: number;

  /** `last`: the highest id that was ever given. */
  constructor(writer: Writer, dialect: Dialect, last: number) {
    this.writer = writer;
    this.dialect = dialect;
    this.last = last;
  }

  /** Looks up those that are not known, and answers which of them the store does not have, each once. */
  async learn(names: Iterable<TermName>): Promise<TermName[]> {
    if (this.ids.size > REMEMBERED) this.ids.clear();
    const unknown = new Map<string, TermName>();
    for (const name of names) {
      const text = nameOf(name);
      if (!this.ids.has(text)) unknown.set(text, name);
    }
    for (const [kind, some] of Map.groupBy(unknown.values(), ([kind]) => kind)) {
      const keys = some.map(([, key]) => wellFormed(key));
      const any = this.dialect.anyText(keys);
      const table = isEntity(kind) ? sql`entity` : sql`label`;
      const begins = isEntity(kind)
        ? sql``
        : sql`AND substr(key, 1, 200) ${this.dialect.anyText(keys.map(beginningOf))}`;
      const rows = await this.writer.rows(sql<{ id: number; key: string }>`
        SELECT id, key FROM ${table} WHERE kind = ${sql.lit(KIND[kind])} ${begins} AND key ${any}`);
      for (const { id, key } of rows) this.know([kind, key], id);
    }
    return [...unknown.values()].filter((name) => !this.ids.has(nameOf(name)));
  }

  know(name: TermName, id: number): void {
    this.ids.set(nameOf(name), id);
  }

  /** Gives a new id to a name that the store does not have. */
  add(name: TermName): number {
    this.last += 1;
    this.know(name, this.last);
    return this.last;
  }

  idOf(name: TermName): number {
    const id = this.ids.get(nameOf(name));
    if (id === undefined) throw new Error(`The id of ${nameOf(name)} was not looked up.`);
    return id;
  }

  has(name: TermName): boolean {
    return this.ids.has(nameOf(name));
  }

  forget(): void {
    this.ids.clear();
  }
}

function nameOf([kind, key]: TermName): string {
  return `${kind} ${wellFormed(key)}`;
}

function isEntity(kind: Kind): boolean {
  return KIND[kind] <= KIND.Topic;
}

import { sql } from 'kysely';
import { UserError } from '../diagnostic.ts';
import { categoryNameRows } from './catalog-rows.ts';
import type { Dialect, Writer } from './engine.ts';
import { type CategoryTable, LABEL_CODE, type LabelTable } from './schema.ts';
import { wellFormed } from './text.ts';

/** Writes the labels and categories that articles bring, and removes those that none has any more. */
export class LabelWriter {
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly labels = new Map<number, LabelTable>();
  private readonly categories = new Map<number, CategoryTable>();

  constructor(writer: Writer, dialect: Dialect) {
    this.writer = writer;
    this.dialect = dialect;
  }

  learn(labels: readonly LabelTable[], categories: readonly CategoryTable[]): void {
    for (const label of labels) {
      const known = this.labels.get(label.id);
      if (known !== undefined) checkSame(label, known);
      this.labels.set(label.id, label);
    }
    for (const category of categories) this.categories.set(category.id, category);
  }

  async insertNew(): Promise<void> {
    const labels = await this.missingLabels();
    const categories = await this.missingCategories();
    const names = categories.map(categoryNameRows);
    const staged = await this.writer.stage({
      label: labels,
      category: categories,
      name: names.map(({ name }) => name),
      name_token: names.flatMap(({ tokens }) => tokens),
    });
    for (const table of ['label', 'category', 'name', 'name_token'] as const) {
      await this.writer.insert(staged, table, null);
    }
  }

  async deleteUnused(): Promise<void> {
    await this.writer.rows(sql`DELETE FROM label WHERE article_count = 0`);
    const removed = await this.writer.rows(sql<{ id: number }>`DELETE FROM category
      WHERE NOT EXISTS (SELECT 1 FROM label l WHERE l.id = category.id) RETURNING id`);
    if (removed.length === 0) return;
    const ids = this.dialect.anyId(removed.map(({ id }) => id));
    await this.writer.rows(sql`DELETE FROM name WHERE node_id ${ids}`);
    await this.writer.rows(sql`DELETE FROM name_token WHERE node_id ${ids}`);
  }

  private async missingLabels(): Promise<LabelTable[]> {
    if (this.labels.size === 0) return [];
    const present = await this.writer.rows(sql<Pick<LabelTable, 'id' | 'kind' | 'name'>>`
      SELECT id, kind, name FROM label WHERE id ${this.dialect.anyId([...this.labels.keys()])}`);
    const known = new Set<number>();
    for (const row of present) {
      const label = this.labels.get(row.id);
      if (label !== undefined) checkSame(label, row);
      known.add(row.id);
    }
    return [...this.labels.values()].filter(({ id }) => !known.has(id));
  }

  private async missingCategories(): Promise<CategoryTable[]> {
    if (this.categories.size === 0) return [];
    const present = await this.writer.rows(sql<{ id: number }>`
      SELECT id FROM category WHERE id ${this.dialect.anyId([...this.categories.keys()])}`);
    const known = new Set(present.map(({ id }) => id));
    return [...this.categories.values()].filter(({ id }) => !known.has(id));
  }
}

/**
 * Refuses two labels of one id, whose articles nobody could tell apart any more. A category has the id of its label.
 * Ids are 53 bits of SHA-256: among a million labels that happens once in 18,000 corpora, which does not pay for
 * giving one of them another id in every table.
 */
function checkSame(label: Pick<LabelTable, 'kind' | 'name'>, other: Pick<LabelTable, 'kind' | 'name'>): void {
  if (label.kind === other.kind && wellFormed(label.name) === wellFormed(other.name)) return;
  const names = [label, other].map(({ kind, name }) => `${labelKind(kind)} ${JSON.stringify(name)}`);
  throw new UserError(
    'LABEL_ID_TAKEN',
    `The ${names.join(' and the ')} have the same hash, so that the store could not tell them apart.`,
    'Change one of the two in its posts, by a single character, and ingest again.',
  );
}

function labelKind(code: number): string {
  const [kind = 'label'] = Object.entries(LABEL_CODE).find(([, other]) => other === code) ?? [];
  return kind === 'CategoryOnly' ? 'category' : kind.toLowerCase();
}

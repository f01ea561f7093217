import { sql } from 'kysely';
import { categoryNameRows } from './catalog-rows.ts';
import type { Dialect, Writer } from './engine.ts';
import type { CategoryTable, LabelTable } from './schema.ts';

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
    for (const label of labels) this.labels.set(label.id, label);
    for (const category of categories) this.categories.set(category.id, category);
  }

  async insertNew(): Promise<void> {
    const labels = await this.missing('label', this.labels);
    const categories = await this.missing('category', this.categories);
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

  private async missing<Row>(table: 'label' | 'category', rows: ReadonlyMap<number, Row>): Promise<Row[]> {
    if (rows.size === 0) return [];
    const present = await this.writer.rows(
      sql<{
        id: number;
      }>`SELECT id FROM ${sql.table(table)} WHERE id ${this.dialect.anyId([...rows.keys()])}`,
    );
    const known = new Set(present.map(({ id }) => id));
    return [...rows].filter(([id]) => !known.has(id)).map(([, row]) => row);
  }
}

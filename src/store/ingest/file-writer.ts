import { sql } from 'kysely';
import { columnsOf, type Row } from '../database.ts';
import type { Dialect, Writer } from '../engine.ts';
import type { FileState, IngestTransaction } from '../store.ts';

interface KnownFile {
  readonly id: number;
  /** Whether it was in the store before this ingest wrote it. */
  stored: boolean;
}

/** Writes what is remembered of files, and their diagnostics. */
export class FileWriter {
  /** Whether what is served changed: the diagnostics, not the states. */
  changed = false;
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private known: Map<string, KnownFile> | null = null;
  private last = 0;

  constructor(writer: Writer, dialect: Dialect) {
    this.writer = writer;
    this.dialect = dialect;
  }

  async states(): Promise<Map<string, FileState>> {
    const rows = await this.writer.rows(
      sql<Row<'file'>>`SELECT id, path, content_hash, catalog_version, slug FROM file ORDER BY id`,
    );
    this.known = new Map(rows.map(({ id, path }) => [path, { id, stored: true }]));
    this.last = rows.at(-1)?.id ?? 0;
    return new Map(
      rows.map((row) => [
        row.path,
        {
          path: row.path,
          contentHash: row.content_hash,
          catalogVersion: row.catalog_version,
          slug: row.slug,
        },
      ]),
    );
  }

  /** The ids of files by path, of which new ones get theirs now. */
  async idsOf(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (this.known === null) await this.states();
    return new Map(paths.map((path) => [path, this.fileOf(path).id]));
  }

  async put(files: Parameters<IngestTransaction['putFiles']>[0]): Promise<void> {
    if (this.known === null) await this.states();
    const last = [...new Map(files.map((file) => [file.path, file])).values()];
    const states: Row<'file'>[] = [];
    const diagnostics: Row<'diagnostic'>[] = [];
    const stored: number[] = [];
    for (const { path, contentHash, catalogVersion, slug, diagnostics: problems } of last) {
      const file = this.fileOf(path);
      if (file.stored) stored.push(file.id);
      file.stored = true;
      states.push({ id: file.id, path, content_hash: contentHash, catalog_version: catalogVersion, slug });
      for (const [ordinal, { path: at, line, code, severity, message, hint }] of problems.entries())
        diagnostics.push({ file_id: file.id, ordinal, path: at, line, code, severity, message, hint });
    }
    // What is new has nothing to be compared with and removed.
    const before = stored.length === 0 ? [] : await this.diagnosticsOf(stored);
    const after = stored.length === 0 ? diagnostics : diagnostics.toSorted(byFile);
    this.changed ||= JSON.stringify(before) !== JSON.stringify(after);
    await this.erase(stored);
    await this.writer.insert('file', states);
    await this.writer.insert('diagnostic', diagnostics);
  }

  async remove(paths: readonly string[]): Promise<void> {
    const ids = [...(await this.idsOf(paths)).values()];
    for (const path of paths) this.known?.delete(path);
    this.changed ||= (await this.diagnosticsOf(ids)).length > 0;
    await this.erase(ids);
  }

  private fileOf(path: string): KnownFile {
    const known = this.known?.get(path);
    if (known) return known;
    this.last += 1;
    const file = { id: this.last, stored: false };
    this.known?.set(path, file);
    return file;
  }

  private diagnosticsOf(ids: readonly number[]): Promise<Row<'diagnostic'>[]> {
    const columns = sql.join(columnsOf('diagnostic').map(([name]) => sql.ref(name)));
    return this.writer.rows(sql<Row<'diagnostic'>>`SELECT ${columns} FROM diagnostic
      WHERE file_id ${this.dialect.anyId(ids)} ORDER BY file_id, ordinal`);
  }

  private async erase(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await this.writer.rows(sql`DELETE FROM file WHERE id ${this.dialect.anyId(ids)}`);
    await this.writer.rows(sql`DELETE FROM diagnostic WHERE file_id ${this.dialect.anyId(ids)}`);
  }
}

function byFile(left: Row<'diagnostic'>, right: Row<'diagnostic'>): number {
  return left.file_id - right.file_id || left.ordinal - right.ordinal;
}

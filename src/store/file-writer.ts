import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Dialect, Writer } from './engine.ts';
import { fileId } from './identity.ts';
import type { DiagnosticTable, FileTable } from './schema.ts';
import type { FileState, IngestTransaction } from './store.ts';

/** Writes what is remembered of files, and their diagnostics. */
export class FileWriter {
  /** Whether what is served changed: the diagnostics, not the states. */
  changed = false;
  private readonly writer: Writer;
  private readonly dialect: Dialect;

  constructor(writer: Writer, dialect: Dialect) {
    this.writer = writer;
    this.dialect = dialect;
  }

  async states(): Promise<Map<string, FileState>> {
    const rows = await this.writer.rows(
      sql<FileTable>`SELECT id, path, content_hash, catalog_version, slug FROM file ORDER BY id`,
    );
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

  /** Stages the files and answers how to write them. */
  async prepare(files: Parameters<IngestTransaction['putFiles']>[0]): Promise<() => Promise<void>> {
    const last = [...new Map(files.map((file) => [file.path, file])).values()];
    const diagnostics = last.map((file): DiagnosticTable[] =>
      file.diagnostics.map(({ path, line, code, severity, message, hint }, ordinal) => ({
        file_id: fileId(file.path),
        ordinal,
        path,
        line,
        code,
        severity,
        message,
        hint,
      })),
    );
    const staged = await this.writer.stage({
      file: last.map((file) => ({
        id: fileId(file.path),
        path: file.path,
        content_hash: file.contentHash,
        catalog_version: file.catalogVersion,
        slug: file.slug,
      })),
      diagnostic: diagnostics.flat(),
    });
    const fingerprints = new Map(
      last.map((file, index) => [fileId(file.path), fingerprint(diagnostics[index] ?? [])]),
    );
    return async () => {
      const ids = [...fingerprints.keys()];
      await this.noteChange(ids, fingerprints);
      await this.erase(ids);
      await this.writer.insert(staged, 'file', null);
      await this.writer.insert(staged, 'diagnostic', null);
    };
  }

  async remove(paths: readonly string[]): Promise<void> {
    const ids = paths.map(fileId);
    await this.noteChange(ids, new Map());
    await this.erase(ids);
  }

  private async noteChange(ids: readonly number[], wanted: ReadonlyMap<number, string>): Promise<void> {
    if (this.changed) return;
    const rows = await this.writer.rows(sql<DiagnosticTable>`
      SELECT file_id, ordinal, path, line, code, severity, message, hint FROM diagnostic
      WHERE file_id ${this.dialect.anyId(ids)} ORDER BY file_id, ordinal`);
    const present = Map.groupBy(rows, (row) => row.file_id);
    const none = fingerprint([]);
    this.changed = ids.some((id) => fingerprint(present.get(id) ?? []) !== (wanted.get(id) ?? none));
  }

  private async erase(ids: readonly number[]): Promise<void> {
    await this.writer.rows(sql`DELETE FROM file WHERE id ${this.dialect.anyId(ids)}`);
    await this.writer.rows(sql`DELETE FROM diagnostic WHERE file_id ${this.dialect.anyId(ids)}`);
  }
}

function fingerprint(rows: readonly DiagnosticTable[]): string {
  if (rows.length === 0) return '';
  const values = rows.map((row) => [row.path, row.line, row.code, row.severity, row.message, row.hint]);
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}

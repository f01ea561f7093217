/** What can be wrong with the file of a store, told before and after it is opened. */
import { accessSync, closeSync, constants, cpSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { UserError } from '../../diagnostic.ts';

/** Tables that every layout of this program has. */
const OWN_TABLES = ['corpus', 'kysely_migration'];

/** Throws `UserError` for a file that is not a whole store of this program; reads it only. */
export function requireOwnFile(file: string): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile() || statSync(file).size === 0) return;
  if (!existsSync(`${file}-wal`)) requireWhole(file);
  const database = new Database(file, { readonly: true });
  try {
    const tables = database
      .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => name);
    if (tables.length > 0 && !OWN_TABLES.every((name) => tables.includes(name))) throw foreign(file);
  } finally {
    database.close();
  }
}

/** Offsets and sizes of SQLite's file format: the page size, the pages of the file, and 1 for 65,536. */
const HEADER_BYTES = 100;
const PAGE_SIZE_AT = 16;
const PAGE_COUNT_AT = 28;

function requireWhole(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    if (
      readSync(descriptor, header) < HEADER_BYTES ||
      !header.toString('latin1').startsWith('SQLite format 3')
    )
      return;
  } finally {
    closeSync(descriptor);
  }
  const size = header.readUInt16BE(PAGE_SIZE_AT);
  const bytes = (size === 1 ? 65_536 : size) * header.readUInt32BE(PAGE_COUNT_AT);
  if (statSync(file).size < bytes) throw damaged(file);
}

/** Whether nothing can be written beside the file, as SQLite has to even for reading. */
export function standsReadOnly(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(dirname(file), constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/** Copies a store that nobody can write to into a folder where SQLite can keep its files; answers the copy. */
export function copyInto(folder: string, file: string): string {
  const copy = join(folder, basename(file));
  for (const ending of ['', '-wal'])
    if (existsSync(file + ending)) cpSync(file + ending, copy + ending, { mode: constants.COPYFILE_FICLONE });
  return copy;
}

function foreign(location: string): UserError {
  return new UserError(
    'STORE_FOREIGN',
    `${location} is a database of another program.`,
    'Name another file with --store; nothing was changed in this one.',
  );
}

function damaged(location: string): UserError {
  return new UserError(
    'STORE_DAMAGED',
    `The store ${location} is damaged: a part of the file is missing or cannot be read.`,
    'Put a backup in its place, or remove it and ingest its folder again.',
  );
}

export function readOnly(location: string): UserError {
  return new UserError(
    'STORE_READ_ONLY',
    `Nothing can be written to the store ${location}: its file or folder is read-only.`,
    'Serve it without naming a folder, or change its permissions.',
  );
}

/** Errors of SQLite and of the operating system that the user can mend; others as they are. */
export function asUserError(error: unknown, location: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_NOTADB') {
    return new UserError(
      'STORE_NOT_A_STORE',
      `${location} is no store of newsgraph, nor any SQLite database.`,
      'Name another file with --store, or remove this one and ingest again.',
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_IOERR_SHORT_READ') return damaged(location);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new UserError(
      'STORE_FULL',
      `There is no space left on the disk of the store ${location}.`,
      'Make room; what was stored before is as it was.',
    );
  }
  if (code.startsWith('SQLITE_READONLY')) return readOnly(location);
  if (/^(SQLITE_(CANTOPEN|PERM|IOERR)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR)/.test(code)) {
    return new UserError(
      'STORE_UNUSABLE',
      `The store ${location} cannot be opened for writing (${code}).`,
      'Check the path and its permissions, or name another file with --store.',
    );
  }
  if (error instanceof TypeError && error.message.includes('directory does not exist')) {
    return new UserError(
      'STORE_UNUSABLE',
      `The folder of the store ${location} does not exist.`,
      'Create it, or name another file with --store.',
    );
  }
  return error;
}

import { hash } from 'node:crypto';
import type { EntityRef, EntityType } from '../catalog/catalog.ts';
import type { LabelKind } from './schema.ts';
import type { CategoryId, EntityId } from './store.ts';

/** What can collide with another key and is then rehashed. */
type SaltedType = 'Article' | EntityType;

/** Turns `Type:key` into a number between 1 and 2^53 - 1. Injectable, so that tests can make collisions. */
export type IdentityHash = (text: string) => number;

/** The first 53 bits of SHA-256, so that every id is a safe integer in JavaScript, JSON and both engines. */
export const sha256Identity: IdentityHash = (text) => {
  const digest = hash('sha256', text, 'buffer');
  return digest.readUIntBE(0, 6) * 32 + (digest.readUInt8(6) >> 3) || 1;
};

/**
 * How often a key is rehashed when another key of its kind already has its id. Among 100 million articles half a
 * collision is expected at salt 0; that one key collides three times in a row never happens.
 */
export const SALTS = [0, 1, 2] as const;

export function saltedId(hash: IdentityHash, type: SaltedType, key: string, salt: number): number {
  return hash(salt === 0 ? `${type}:${key}` : `${type}:${key}\u0000${salt}`);
}

export function entityId(ref: EntityRef): EntityId {
  return sha256Identity(`${ref.type}:${ref.key}`);
}

export function categoryId(path: readonly string[]): CategoryId {
  return sha256Identity(`Category:${JSON.stringify(path)}`);
}

/** Of a tag, source, language (lower case), month (YYYY-MM), or a category's path as JSON. */
export function labelId(kind: LabelKind, name: string): number {
  const text = `${kind}:${name}`;
  const known = labelIds.get(text);
  if (known !== undefined) return known;
  if (labelIds.size >= LABELS_KEPT) labelIds.clear();
  const id = sha256Identity(text);
  labelIds.set(text, id);
  return id;
}

/** Posts share most of their labels; a corpus with more of them than these hashes some again. */
const LABELS_KEPT = 20_000;
const labelIds = new Map<string, number>();

export function fileId(path: string): number {
  return sha256Identity(`File:${path}`);
}

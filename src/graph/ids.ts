/**
 * Global ids: base64url of `Type:naturalKey`, opaque to clients and the same on every machine and engine. The key
 * is an article's slug, an entity's slug, `XNAS:AMZN`, or a category's path as JSON.
 */
import type { EntityRef } from '../catalog/catalog.ts';
import { badUserInput } from './errors.ts';

export const NODE_TYPES = [
  'Article',
  'Company',
  'Product',
  'Topic',
  'Ticker',
  'Category',
  'Framework',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export interface NodeKey {
  readonly type: NodeType;
  /** The natural key as text: for a category its path as JSON. */
  readonly key: string;
}

export function globalId(type: NodeType, key: string): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url');
}

export function categoryKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** The path behind a category's key, or null where the key is not one. */
export function categoryPath(key: string): string[] | null {
  try {
    const path: unknown = JSON.parse(key);
    return Array.isArray(path) && path.length > 0 && path.every((part) => typeof part === 'string')
      ? path
      : null;
  } catch {
    return null;
  }
}

const TICKER_KEY = /^[A-Z0-9]{4}:[^\s:]+$/;

export function isTickerKey(text: string): boolean {
  return TICKER_KEY.test(text);
}

const HINT = 'Take the value of an `id` field of an earlier answer; ids cannot be made up.';

/**
 * What a global id stands for. Throws BAD_USER_INPUT that names the argument when the id is malformed, of an unknown
 * type, or of a type that is not among `allowed`. Whether the node exists is not known here.
 */
export function parseGlobalId(
  argument: string,
  id: string,
  allowed: readonly NodeType[] = NODE_TYPES,
): NodeKey {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  const key = text.slice(colon + 1);
  const type = NODE_TYPES.find((candidate) => candidate === text.slice(0, colon));
  const shown = JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id);
  if (colon < 1 || key === '' || type === undefined || globalId(type, key) !== id || !isKeyOf(type, key)) {
    throw badUserInput(argument, `\`${argument}\` is not a valid id: ${shown}.`, HINT);
  }
  if (!allowed.includes(type)) {
    throw badUserInput(
      argument,
      `\`${argument}\` is the id of ${withArticle(type)}, but ${alternatives(allowed)} is needed: ${shown}.`,
      HINT,
    );
  }
  return { type, key };
}

function isKeyOf(type: NodeType, key: string): boolean {
  if (type === 'Category') {
    const path = categoryPath(key);
    return path !== null && categoryKey(path) === key;
  }
  return type === 'Ticker' ? isTickerKey(key) : true;
}

function withArticle(type: NodeType): string {
  return `${type === 'Article' ? 'an' : 'a'} ${type}`;
}

function alternatives(types: readonly NodeType[]): string {
  return types.map(withArticle).join(' or ');
}

const ENTITY_TYPES = ['Company', 'Product', 'Ticker', 'Topic'] as const;

/** The company, product, ticker or topic that a global id stands for; the id of anything else is refused. */
export function parseEntityId(argument: string, id: string): EntityRef {
  const { type, key } = parseGlobalId(argument, id, ENTITY_TYPES);
  const entityType = ENTITY_TYPES.find((candidate) => candidate === type);
  if (entityType === undefined) throw new Error(`parseGlobalId let ${type} through`);
  return { type: entityType, key };
}

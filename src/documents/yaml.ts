import {
  boolCoreTag,
  defineScalarTag,
  FAILSAFE_SCHEMA,
  load,
  NOT_RESOLVED,
  nullCoreTag,
  YAMLException,
} from 'js-yaml';
import { OverLimit } from './json.ts';
import type { ReadLimits } from './limits.ts';

/** A number only where JavaScript writes it the same way, so that 000651, 1.10, 0x1F and 1e3 stay as written. */
const plainNumberTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'-0123456789'],
  resolve: (source) => {
    const number = Number(source);
    return Number.isFinite(number) && String(number) === source ? number : NOT_RESOLVED;
  },
  identify: () => false,
});

/** Strings, and the few plain scalars that mean something else. Dates stay as they are written. */
const SCHEMA = FAILSAFE_SCHEMA.withTags(nullCoreTag, boolCoreTag, plainNumberTag);

const MAX_ALIASES = 100;

/** The YAML has more aliases than front matter needs. */
export class TooManyAliases extends Error {}

/** A key that stands twice; `line` is zero-based within the YAML. */
export interface DuplicateKey {
  readonly line: number;
  readonly key: string;
}

/**
 * The value of a YAML text. Of a key that stands twice the last value counts, and the first such key is reported.
 * @throws OverLimit, TooManyAliases, or YAMLException where the text is not valid YAML.
 */
export function parseYaml(
  text: string,
  limits: ReadLimits,
  onDuplicate: (duplicate: DuplicateKey) => void = () => undefined,
): unknown {
  const options = { schema: SCHEMA, maxDepth: limits.frontMatterDepth * 2, maxAliases: MAX_ALIASES };
  try {
    return load(text, options);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    if (cause.reason.includes('maxDepth')) {
      throw new OverLimit(`The front matter is nested deeper than ${limits.frontMatterDepth} levels.`);
    }
    if (cause.reason.includes('maxAliases')) throw new TooManyAliases(cause.reason);
    if (!cause.reason.includes('duplicated mapping key')) throw cause;
    const line = cause.mark?.line ?? 0;
    const [key = ''] = /^[^:]*/.exec((text.split('\n')[line] ?? '').trim()) ?? [];
    onDuplicate({ line, key });
    return load(text, { ...options, json: true });
  }
}

/** Zero-based line at which a parser of front matter stopped. */
export function errorLine(cause: unknown): number {
  if (cause instanceof YAMLException) return cause.mark?.line ?? 0;
  const isPlaced = typeof cause === 'object' && cause !== null && 'line' in cause;
  return isPlaced && typeof cause.line === 'number' ? cause.line - 1 : 0;
}

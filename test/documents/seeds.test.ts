import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_LIMITS, readDocument } from '../../src/documents/read.ts';

const expected: Record<string, unknown> = parse(readFileSync(new URL('seeds.yaml', import.meta.url), 'utf8'));

describe('a seed post', () => {
  it.each(Object.keys(expected))('%s is read whole', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(`../../seeds/${name}`, import.meta.url)));
    expect(
      readDocument({ path: name, bytes }, { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS }),
    ).toEqual(expected[name]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, run, type Served, serve } from './program.ts';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(resolve(root, 'README.md'), 'utf8');

describe('the README', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve(['seeds', '--store', ':memory:'], { cwd: root });
  });
  afterAll(() => server.stop());

  const queries = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map((match) => match[1] ?? '');

  it('has three queries', () => {
    expect(queries).toHaveLength(3);
  });

  it.each(queries)('a query of it has a telling answer on the sample posts: %s', async (query) => {
    const { data, errors } = await ask(server.url, query);
    expect(errors).toBeUndefined();
    const answer = JSON.stringify(data);
    expect(answer).toMatch(/[\u4e00-\u9fff]/);
    expect(answer).not.toMatch(/^\{"\w+":null\}$/);
  });

  it('links only to what is there', () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '');
    expect(
      targets.filter((target) => !target.startsWith('http') && !existsSync(resolve(root, target))),
    ).toEqual([]);
  });

  it('names only commands and options that exist', async () => {
    const lines = [...readme.matchAll(/^npx newsgraph (\w+) ([^#\n]*)/gm)];
    expect(lines).not.toEqual([]);
    for (const [, command = '', rest = ''] of lines) {
      const help = await run([command, '--help']);
      expect(help.status).toBe(0);
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(help.stdout).toContain(option);
    }
  });
});

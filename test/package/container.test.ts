import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { type ConfigKey, environmentName, resolveConfig } from '../../src/config.ts';
import { run } from '../program.ts';

const root = resolve(import.meta.dirname, '../..');
const lines = readFileSync(resolve(root, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ').split('\n');
const compose = parse(readFileSync(resolve(root, 'compose.yaml'), 'utf8')) as {
  services: Record<
    'newsgraph' | 'postgres',
    {
      command?: string[];
      environment: Record<string, string>;
      ports?: string[];
      volumes: string[];
      healthcheck?: { test: string[] };
      depends_on?: Record<string, { condition: string }>;
    }
  >;
  volumes: Record<string, unknown>;
};
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The arguments of each line that starts with the instruction. */
function instructions(name: string): string[] {
  return lines
    .filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1).trim());
}

const keys = Object.keys(resolveConfig({}, {})) as ConfigKey[];
const variables = Object.fromEntries(
  instructions('ENV')
    .flatMap((line) => line.split(/\s+/))
    .map((pair) => pair.split('=') as [string, string]),
);

it('copies only what the repository or its build has', () => {
  const copied = instructions('COPY').flatMap((line) => line.split(/\s+/).slice(0, -1));
  const built = ['dist', 'node_modules'];
  const missing = copied
    .filter((path) => !path.startsWith('--from'))
    .map((path) => path.replace(/^\/app\//, ''))
    .filter((path) => !built.includes(path) && !existsSync(resolve(root, path)));
  expect(missing).toEqual([]);
  for (const script of instructions('RUN').flatMap((line) =>
    [...line.matchAll(/npm run (\S+)/g)].map((m) => m[1] ?? ''),
  ))
    expect(manifest.scripts[script]).toBeDefined();
});

it('sets only variables that the configuration reads, to values that it accepts', () => {
  const known = new Set<string>([...keys.map(environmentName), 'NODE_ENV']);
  const set = { ...variables, ...compose.services.newsgraph.environment };
  expect(Object.keys(set).filter((name) => !known.has(name))).toEqual([]);
  expect(resolveConfig({}, set)).toMatchObject({
    host: '0.0.0.0',
    public: true,
    port: 4000,
    store: 'postgres://newsgraph:newsgraph@postgres:5432/newsgraph',
  });
});

it('exposes, checks and publishes the port that it listens on, and is not root', () => {
  expect(instructions('EXPOSE')).toEqual([variables.PORT]);
  expect(compose.services.newsgraph.ports).toEqual([`127.0.0.1:${variables.PORT}:${variables.PORT}`]);
  expect(instructions('HEALTHCHECK')[0]).toContain('/ready');
  expect(instructions('USER').at(-1)).toBe('node');
});

it('keeps its store in the folder that is a volume and belongs to the user', () => {
  const [volume] = instructions('VOLUME');
  expect(variables.NEWSGRAPH_STORE?.startsWith(`${volume}/`)).toBe(true);
  expect(instructions('RUN').some((line) => line.includes(`chown node:node ${volume}`))).toBe(true);
});

it('runs a command that exists', async () => {
  const command = compose.services.newsgraph.command ?? [];
  const [verb = '', folder = '', ...flags] = command;
  expect(compose.services.newsgraph.volumes).toEqual([`./posts:${folder}:ro`]);
  const help = (await run([verb, '--help'])).stdout;
  for (const flag of flags) expect(help).toContain(flag);
  expect(instructions('ENTRYPOINT')).toEqual(['["node", "bin/newsgraph.js"]']);
});

it('connects to the database as the one that is made beside it', () => {
  const { postgres, newsgraph } = compose.services;
  const url = new URL(newsgraph.environment.NEWSGRAPH_STORE ?? '');
  expect({
    POSTGRES_USER: url.username,
    POSTGRES_PASSWORD: url.password,
    POSTGRES_DB: url.pathname.slice(1),
  }).toEqual(postgres.environment);
  expect(url.hostname).toBe('postgres');
  expect(newsgraph.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  expect(postgres.healthcheck?.test).toEqual(['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', url.username]);
  expect(Object.keys(compose.volumes)).toEqual(postgres.volumes.map((volume) => volume.split(':')[0]));
});

import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config.ts';
import { workspace } from './workspace.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = resolveConfig({}, {});
    expect({ ...config, workers: 'machine' }).toEqual({
      host: '127.0.0.1',
      port: 4000,
      store: '.newsgraph/graph.db',
      readStore: [],
      catalog: [],
      timeZone: 'Asia/Shanghai',
      cors: [],
      graphiql: true,
      introspection: true,
      trustedDocuments: [],
      trustedOnly: false,
      federationNode: 'keep',
      workers: 'machine',
      maxFileBytes: 16 * 1024 * 1024,
    });
  });

  it('takes flags before the environment before the file', () => {
    const { file } = workspace();
    const path = file('settings.yaml', 'port: 1\nstore: file.db\nhost: 0.0.0.0\n');
    const { port, store, host } = resolveConfig(
      { port: '3' },
      { PORT: '2', NEWSGRAPH_STORE: 'env.db' },
      path,
    );
    expect({ port, store, host }).toEqual({ port: 3, store: 'env.db', host: '0.0.0.0' });
  });

  it('splits lists of the environment at commas', () => {
    const { cors } = resolveConfig({}, { NEWSGRAPH_CORS: 'https://a.example, https://b.example' });
    expect(cors).toEqual(['https://a.example', 'https://b.example']);
  });

  it.each([
    [{ port: 'many' }, {}, /^--port "many"/],
    [{}, { PORT: '70000' }, /^PORT "70000"/],
    [{ timeZone: 'Mars/Olympus' }, {}, /^--time-zone "Mars\/Olympus" .* no IANA time zone/],
    [{}, { NEWSGRAPH_CORS: '*' }, /^NEWSGRAPH_CORS "\*" .* no origin/],
    [{}, { NEWSGRAPH_TRUSTED_ONLY: '1' }, /^NEWSGRAPH_TRUSTED_ONLY "1" .* no trusted documents/],
  ])('names the setting that is wrong: %j %j', (flags, environment, message) => {
    expect(() => resolveConfig(flags, environment)).toThrow(message);
  });

  it('refuses a setting that does not exist, naming the file', () => {
    const { file } = workspace();
    expect(() => resolveConfig({}, {}, file('settings.yaml', 'prot: 1\n'))).toThrow(
      /settings\.yaml has the setting "prot"/,
    );
  });
});

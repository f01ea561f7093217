import { describe, expect, it } from 'vitest';
import { environmentName, resolveConfig } from '../src/config.ts';
import { DEFAULT_LIMITS } from '../src/limits.ts';
import { workspace } from './workspace.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = resolveConfig({}, {});
    expect({ ...config, workers: 'machine' }).toEqual({
      host: '127.0.0.1',
      port: 4000,
      processes: 1,
      edit: false,
      posts: [],
      include: [],
      exclude: [],
      allowRemoval: false,
      store: '.newsgraph/graph.db',
      readStore: [],
      storeConnections: 10,
      catalog: [],
      timeZone: 'Asia/Shanghai',
      cors: [],
      production: false,
      graphiql: true,
      introspection: true,
      suggestions: true,
      serviceSdl: true,
      persistedGet: false,
      public: false,
      operationsHost: '127.0.0.1',
      log: 'errors',
      trustedDocuments: [],
      trustedOnly: false,
      federationNode: 'keep',
      typePrefix: '',
      workers: 'machine',
      maxFileBytes: 16 * 1024 * 1024,
      ...DEFAULT_LIMITS,
    });
  });

  it('turns everything to its safe side in production, and each by itself', () => {
    const sides = (flags: Record<string, unknown>) => {
      const { graphiql, introspection, suggestions, serviceSdl, persistedGet } = resolveConfig(flags, {});
      return { graphiql, introspection, suggestions, serviceSdl, persistedGet };
    };
    const safe = {
      graphiql: false,
      introspection: false,
      suggestions: false,
      serviceSdl: false,
      persistedGet: true,
    };
    expect(sides({ production: true })).toEqual(safe);
    expect(sides({ production: true, graphiql: true })).toEqual({ ...safe, graphiql: true });
    expect(sides({ introspection: false })).toEqual({ ...safe, graphiql: true, persistedGet: false });
  });

  it.each(Object.keys(DEFAULT_LIMITS) as (keyof typeof DEFAULT_LIMITS)[])(
    'takes the limit %s by flag, environment, file and embedding',
    (name) => {
      const { file } = workspace();
      const path = file('settings.yaml', `${name}: 1001\n`);
      const values = [
        resolveConfig({ [name]: '1003' }, { [environmentName(name)]: '1002' }, path)[name],
        resolveConfig({}, { [environmentName(name)]: '1002' }, path)[name],
        resolveConfig({}, {}, path)[name],
        resolveConfig({ [name]: 1004 }, {})[name],
      ];
      expect(values).toEqual([1003, 1002, 1001, 1004]);
      expect(() => resolveConfig({ [name]: '-1' }, {})).toThrow(/is not valid/);
    },
  );

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

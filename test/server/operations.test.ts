import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingsFile } from '../../src/commands/init.ts';
import { resolveConfig } from '../../src/config.ts';
import { ask, run, serve } from '../program.ts';
import { workspace } from '../workspace.ts';

const POST = '---\ntitle: A post\ndate: 2024-01-02T03:04:05Z\n---\nSome text.\n';

async function status(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}

describe('SIGTERM', () => {
  it('says so at /ready, completes subscriptions, and ends with 0', async () => {
    const server = await serve(['--store', ':memory:']);
    const ready = new URL('/ready', server.url).href;
    expect(await status(ready)).toBe(200);
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { corpusChanged { revision } }' }),
    });
    const events = response.text();
    const ended = server.stop('SIGTERM');
    await pause(50);
    expect(await status(ready)).toBe(503);
    expect(await events).toContain('event: complete');
    expect((await ended).status).toBe(0);
  });
});

describe('a mistake at the start ends with one sentence, also with --watch', () => {
  const refused = async (args: readonly string[], folder: string) => {
    const { status, stderr } = await run(['serve', ...args, '--store', ':memory:'], { cwd: folder });
    return [status, stderr.trim().split('\n').at(-1)?.split('.')[0]];
  };

  it('a folder that is not there', async () => {
    const { folder } = workspace();
    expect(await refused(['nowhere', '--watch'], folder)).toEqual([
      1,
      'newsgraph: There is no folder nowhere',
    ]);
  });

  it('a port that is taken', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await refused(['posts', '--watch', '--port', String(port)], folder)).toEqual([
      1,
      `newsgraph: Port ${port} on 127`,
    ]);
    other.close();
  });

  it('an address that the world can reach, without a word on who may ask', async () => {
    const { folder } = workspace();
    const [status, sentence] = await refused(['--host', '0.0.0.0'], folder);
    expect([status, sentence]).toEqual([2, 'newsgraph: 0']);
  });

  it('an empty folder, unless it is watched: then posts are waited for', async () => {
    const { folder, file } = workspace();
    mkdirSync(join(folder, 'empty'));
    expect(await refused(['empty'], folder)).toEqual([1, 'newsgraph: There is no post in empty']);
    const waiting = serve(['empty', '--watch', '--store', ':memory:'], { cwd: folder });
    await pause(3_000);
    file('empty/a.md', POST);
    const server = await waiting;
    expect((await ask(server.url, '{ articles { totalCount } }')).data).toEqual({
      articles: { totalCount: 1 },
    });
    expect((await server.stop('SIGTERM')).status).toBe(0);
  });
});

describe('a server without a folder', () => {
  it('writes nothing', async () => {
    const { folder } = workspace();
    const server = await serve([], { cwd: folder });
    expect((await ask(server.url, '{ articles { totalCount } }')).data).toEqual({
      articles: { totalCount: 2 },
    });
    await server.stop();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('slow and idle clients', () => {
  it('are closed: half a header, half a body', async () => {
    const limits = ['--headers-timeout-ms', '300', '--body-timeout-ms', '600'];
    const server = await serve(['--store', ':memory:', ...limits]);
    const { hostname, port } = new URL(server.url);
    const closedAfter = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(Number(port), hostname, () => socket.write(text));
        socket.on('data', (chunk) => {
          answer += chunk;
        });
        socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
      });
    expect(await closedAfter('POST /graphql HTTP/1.1\r\nHost: x\r\n')).toContain('408');
    expect(
      await closedAfter(
        'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      ),
    ).toMatch(/408|^$/);
    expect((await ask(server.url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
    await server.stop();
  });

  it('that do not read their answer are cut', async () => {
    const server = await serve(['--store', ':memory:', '--reader-timeout-ms', '300']);
    // GraphiQL's script as it is, 6 MB: more than the buffers between the two take.
    const page = await (await fetch(server.url, { headers: { accept: 'text/html' } })).text();
    const script = new URL(/src="([^"]*graphiql-[^"]*\.js)"/.exec(page)?.[1] ?? '', server.url);
    const closed = await new Promise<boolean>((resolve) => {
      const asked = request(script, { headers: { 'accept-encoding': 'identity' } });
      asked.on('response', (response) => {
        response.pause();
        response.on('aborted', () => resolve(true));
        setTimeout(() => response.resume(), 2_000);
        response.on('end', () => resolve(false));
      });
      asked.on('error', () => resolve(true));
      asked.end();
    });
    expect(closed).toBe(true);
    await server.stop();
  });
});

describe('a subscription', () => {
  it('stays open for longer than a client may take to read an answer', async () => {
    const server = await serve(['--store', ':memory:', '--reader-timeout-ms', '300']);
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { corpusChanged { revision } }' }),
    });
    const events = response.text();
    expect(await Promise.race([pause(1_500, 'open'), events.then(() => 'ended')])).toBe('open');
    await server.stop('SIGTERM');
    expect(await events).toContain('event: complete');
  });
});

describe('operators', () => {
  it('read metrics, and the names that clients choose do not fill the memory', async () => {
    const server = await serve(['--store', ':memory:']);
    for (let index = 0; index < 210; index++) await ask(server.url, `query Named${index} { __typename }`);
    const metrics = await (await fetch(new URL('/metrics', server.url))).text();
    const names = new Set(
      [...metrics.matchAll(/^newsgraph_requests_total\{operation="([^"]+)"/gm)].map((m) => m[1]),
    );
    expect(names.size).toBe(201);
    expect(names.has('other')).toBe(true);
    expect(metrics).toMatch(/^newsgraph_articles 2$/m);
    expect(metrics).toMatch(/^newsgraph_unhandled_rejections_total 0$/m);
    await server.stop();
  });

  it('get a line of JSON for each answer, without its variables', async () => {
    const server = await serve(['--store', ':memory:', '--log', 'requests']);
    // The log hears of a revision as subscribers do.
    await pause(600);
    await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'from-the-proxy' },
      body: JSON.stringify({
        query: 'query Find($text: String!) { articles(filter: { text: $text }) { totalCount } }',
        variables: { text: 'secret words' },
      }),
    });
    const { stderr } = await server.stop();
    const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
    const { requestId, operation, status, codes, revision } = JSON.parse(lines[0] ?? '{}');
    expect({ requestId, operation, status, codes, revision }).toEqual({
      requestId: 'from-the-proxy',
      operation: 'Find',
      status: 200,
      codes: [],
      revision: '1',
    });
    expect(stderr).not.toContain('secret words');
  });
});

describe('newsgraph init', () => {
  it('finds the posts and writes a file that serves them', async () => {
    const { folder, file } = workspace();
    file('site/source/_posts/2024/a.md', POST);
    file('site/source/_posts/2023/b.md', POST.replace('A post', 'Another'));
    file('site/README.md', 'No front matter.\n');
    const { stdout } = await run(['init'], { cwd: folder });
    expect(stdout).toContain('2 posts in site/source/_posts');
    const server = await serve([], { cwd: folder });
    expect((await ask(server.url, '{ articles { totalCount } }')).data).toEqual({
      articles: { totalCount: 2 },
    });
    await server.stop();
    expect((await run(['init'], { cwd: folder })).status).toBe(1);
  });

  it('names every setting with its default', () => {
    const settings = parse(settingsFile(null).replace(/^# (\w+: )/gm, '$1')) as Record<string, unknown>;
    const { workers, keys, operationsPort, posts, ...defaults } = resolveConfig({}, {}) as Record<
      string,
      unknown
    >;
    expect(Object.keys(settings).sort()).toEqual(
      [...Object.keys(defaults), 'workers', 'keys', 'operationsPort', 'posts'].sort(),
    );
    for (const [name, value] of Object.entries(defaults))
      expect([name, settings[name]]).toEqual([name, value]);
  });
});

describe('newsgraph doctor', () => {
  it('says what is well and what is not', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    await run(['ingest', 'posts'], { cwd: folder });
    const well = await run(['doctor', 'posts', '--json', '--port', '0'], { cwd: folder });
    const states = (text: string) =>
      Object.fromEntries(
        (JSON.parse(text) as { what: string; state: string }[]).map((f) => [f.what, f.state]),
      );
    expect([well.status, states(well.stdout)]).toEqual([
      0,
      {
        node: 'ok',
        engine: 'ok',
        store: 'ok',
        catalog: 'ok',
        posts: 'ok',
        port: 'ok',
        access: 'ok',
        documents: 'ok',
        memory: 'ok',
      },
    ]);
    const ill = await run(['doctor', 'none', '--json', '--host', '0.0.0.0', '--port', '0'], { cwd: folder });
    expect([ill.status, states(ill.stdout)]).toMatchObject([1, { posts: 'problem', access: 'problem' }]);
  });
});

describe('newsgraph backup', () => {
  it('copies a store that is being served, and refuses to write over a file', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    const server = await serve(['posts', '--store', 'news.db'], { cwd: folder });
    expect(await run(['backup', 'copy.db', '--store', 'news.db'], { cwd: folder })).toMatchObject({
      status: 0,
      stdout: '1 articles in copy.db\n',
    });
    expect((await run(['backup', 'copy.db', '--store', 'news.db'], { cwd: folder })).status).toBe(1);
    await server.stop();
    expect(existsSync(join(folder, 'copy.db'))).toBe(true);
    const copied = await serve(['--store', 'copy.db'], { cwd: folder });
    expect((await ask(copied.url, '{ articles { totalCount } }')).data).toEqual({
      articles: { totalCount: 1 },
    });
    await copied.stop();
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../program.ts';
import { type Copy, installedCopy, RUNS_EXAMPLES } from './copy.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples/clients');
const SEEDS = resolve(import.meta.dirname, '../../seeds');
const GENERATED = ['codegen/generated', 'relay/__generated__', 'tada/graphql-env.d.ts'];

/** Installing and compiling, in milliseconds, on a machine that is busy with other tests. */
const timeout = 300_000;

const CODEGEN = `codegen
  Amazon Web Services (亚马逊云科技): 2 articles
  2021-12-20 科技巨头布局元宇宙系列报告：阿里巴巴&亚马逊 [anxinzhengquan]
  2021-12-02 亚马逊云科技：元宇宙大量技术背后就是云计算 [游戏/3DMGame/新闻中心]
`;
const TADA = `tada
  科技巨头布局元宇宙系列报告：阿里巴巴&亚马逊
  2021-12-20T01:31:14Z (+08:00), 安信证券
  STOCK_BLOCK: XHKG:09988 (HK), Alibaba
  STOCK_BLOCK: XNAS:AMZN (US), Amazon
  STOCK_BLOCK: XNYS:BABA (US), Alibaba
`;
const RELAY = `relay
  科技巨头布局元宇宙系列报告：阿里巴巴&亚马逊
  Categories (2 of 4): anxinzhengquan, 游戏
  Categories (4 of 4): anxinzhengquan, 游戏, 游戏/3DMGame, 游戏/3DMGame/新闻中心
  Tickers: XNYS:BABA
  Tickers: XNAS:AMZN, XNYS:BABA
  Tickers: XHKG:09988, XNAS:AMZN, XNYS:BABA
  Company: Amazon
  Company: 亚马逊
  The article by its id: 科技巨头布局元宇宙系列报告：阿里巴巴&亚马逊
`;

/** The content of every generated file, by its path. */
function generated(folder: string): Record<string, string> {
  const files = GENERATED.flatMap((path) =>
    path.endsWith('.ts') ? [path] : readdirSync(join(folder, path)).map((name) => `${path}/${name}`),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

describe.skipIf(!RUNS_EXAMPLES)('the examples of clients, installed from their lock file', () => {
  let copy: Copy;
  let server: Served;
  let trustedOnly: Served;
  beforeAll(async () => {
    copy = await installedCopy('examples/clients', ['schema.graphql', 'test/client']);
    const documents = join(EXAMPLES, 'codegen/generated/persisted-documents.json');
    const seeds = [SEEDS, '--store', ':memory:'];
    server = await serve(seeds, { cwd: copy.folder });
    trustedOnly = await serve([...seeds, '--trusted-documents', documents, '--trusted-only'], {
      cwd: copy.folder,
    });
  }, timeout);
  afterAll(async () => {
    await server?.stop();
    await trustedOnly?.stop();
    copy?.remove();
  });

  it('have generated files that fit the committed schema', { timeout }, async () => {
    await copy.npm('run', 'generate');
    expect(generated(copy.folder)).toEqual(generated(EXAMPLES));
  });

  it('pass their own checks: types, relay-compiler --validate, graphql-eslint', { timeout }, async () => {
    await copy.npm('run', 'check');
  });

  it('print what the server with the sample posts answers', { timeout }, async () => {
    expect(await copy.npm('--silent', 'start', '--', server.url)).toBe(CODEGEN + TADA + RELAY);
  });

  it('run on a server that takes nothing but the documents of one of them', { timeout }, async () => {
    expect(await copy.npm('--silent', 'start', '--', trustedOnly.url, 'codegen')).toBe(CODEGEN);
    await expect(copy.npm('--silent', 'start', '--', trustedOnly.url, 'tada')).rejects.toThrow(
      'This server runs trusted documents only',
    );
  });
});

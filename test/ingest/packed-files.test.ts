import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { packFiles, unpackFiles } from '../../src/ingest/packed-files.ts';
import { PostReader } from '../../src/ingest/reading.ts';
import { workspace } from '../workspace.ts';
import { READ_OPTIONS } from './session.ts';

const POSTS = {
  'dated.md':
    '---\ntitle: 微软与英伟达\ndate: 2024-01-02T03:04:05Z\ntags: [云, AI]\ncategories: [[新闻, 科技]]\n---\n微软（MSFT）与英伟达合作。Windows 与 NVIDIA。\n',
  'undated.md': '---\ntitle: a: b\n---\n没有日期（文章来源：某报）\n',
  'before-1970.html':
    '<h1>Microsoft</h1><time datetime="1960-05-06T07:08:09Z"></time><p>NVIDIA é Ｍｅｔａ</p>',
  'teaches.md':
    '---\ntitle: 股票\ndate: 2021-01-02\n---\n<p>今日<span id="stock_106.ABC"><a href="http://quote.eastmoney.com/unify/r/106.ABC" class="keytip" data-code="106,ABC">甲公司</a></span>上涨。</p>\n',
  'empty.md': '',
};

test('what threads hand on is what they read', async () => {
  const { folder, file } = workspace();
  for (const [path, text] of Object.entries(POSTS)) file(path, text);
  const reader = new PostReader(
    { catalog: await loadCatalog([SHIPPED_CATALOG]), readOptions: READ_OPTIONS },
    'Asia/Shanghai',
  );
  const read = [...Object.keys(POSTS), 'missing.md'].map((path) =>
    reader.read({ path, absolute: join(folder, path), slug: path }),
  );
  expect(read.map(({ article }) => article !== null)).toEqual([true, true, true, true, false, false]);
  expect(read.map(({ article }) => article?.taught.taughtTickers.length ?? 0)).toEqual([0, 0, 0, 1, 0, 0]);
  expect(unpackFiles(structuredClone(packFiles(read)))).toEqual(read);
  expect(unpackFiles(structuredClone(packFiles([])))).toEqual([]);
});

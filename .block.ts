import { monitorEventLoopDelay } from 'node:perf_hooks';
import { complexityFromQuery } from '@pothos/plugin-complexity';
import { parse } from 'graphql';
import { createSchema } from '/work/wt-safety/src/graph/schema.ts';
import { createHandler } from '/work/wt-safety/src/server/handler.ts';
import { openStore } from '/work/wt-safety/src/store/open.ts';

const store = await openStore('/tmp/safety/attack.db');
const schema = createSchema();
const handler = createHandler({
  schema,
  store,
  cors: [],
  graphiql: false,
  introspection: true,
  logging: false,
});
const aliases = (n: number, f: string) =>
  `{ ${Array.from({ length: n }, (_, i) => `a${i}: ${f}`).join(' ')} }`;
const Q: Record<string, string> = {
  o1: '{ articles(first: 20) { nodes { title publishedAt companies(first: 5) { nodes { name } } } } }',
  o2: '{ companies(filter: { mentioned: true }, first: 10) { nodes { name articleCount } } }',
  o3: '{ articles(first: 3) { nodes { title excerpt(length: 80) mentions(first: 5) { nodes { surface } } } } }',
  page100:
    '{ articles(first: 100) { totalCount nodes { title slug publishedAt companies { nodes { name tickers { symbol } } } topics { nodes { name } } categories { name } } } }',
  page100b:
    '{ articles(first: 100) { nodes { title companies(first:20) { nodes { name } } products(first:20) { nodes { name } } topics(first:20) { nodes { name } } } } }',
  page20m:
    '{ articles(first: 20) { nodes { title mentions(first: 100) { nodes { surface sentence rule } } } } }',
  page20b: '{ articles(first: 20) { nodes { bodyText bodyHtml } } }',
  m24: aliases(
    24,
    'articles(first: 100) { nodes { title mentions(first: 100) { nodes { surface sentence rule } } } }',
  ),
  b95: aliases(95, 'articles(first: 100) { nodes { bodyText bodyHtml } }'),
  b10: aliases(10, 'articles(first: 100) { nodes { bodyText bodyHtml } }'),
  caca: '{ companies(first: 20) { nodes { articles(first: 20) { nodes { companies(first: 20) { nodes { articles(first: 20) { nodes { title } } } } } } } } }',
  s95: aliases(95, 'search(query: "微软", first: 50) { edges { highlights { fragment } } }'),
  s10: aliases(10, 'search(query: "微软", first: 20) { edges { highlights { fragment } } }'),
  related: aliases(5, 'articles(first: 20) { nodes { related(first: 5) { nodes { title } } } }'),
  rep: `{ ${'articles { totalCount } '.repeat(1_000)} }`,
  t1000: aliases(1000, '__typename'),
  tn100: aliases(100, 'articles { totalCount }'),
};
for (const round of [1, 2, 3])
  for (const [name, query] of Object.entries(Q)) {
    const h = monitorEventLoopDelay({ resolution: 1 });
    h.enable();
    await new Promise((r) => setTimeout(r, 20));
    h.reset();
    const t = performance.now();
    const cpu = process.threadCpuUsage();
    const r = await handler.fetch('http://x.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: query.replace('{', `{ r${round}: __typename `) }),
    });
    const text = await r.text();
    const ms = performance.now() - t;
    const c = process.threadCpuUsage(cpu);
    await new Promise((r) => setTimeout(r, 5));
    h.disable();
    let cost = -1;
    let cms = 0;
    try {
      const d = parse(query);
      const b = performance.now();
      cost = complexityFromQuery(d, { schema }).complexity;
      cms = performance.now() - b;
    } catch {}
    if (round === 3)
      console.log(
        name.padEnd(9),
        r.status,
        'ms',
        ms.toFixed(0),
        'cpu',
        ((c.user + c.system) / 1000).toFixed(0),
        'block',
        (h.max / 1e6).toFixed(0),
        'cost',
        cost,
        'us/cost',
        ((ms * 1000) / cost).toFixed(1),
        'costms',
        cms.toFixed(2),
        'bytes',
        text.length,
        /"code":"(\w+)"/.exec(text)?.[1] ?? '',
      );
  }
await store.close();
process.exit(0);

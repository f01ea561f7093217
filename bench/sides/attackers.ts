/** `node attackers.ts URL SECONDS COUNT`: hostile clients without a pause; prints what became of each request. */
import { ask } from './asking.ts';

function aliases(count: number, field: string): string {
  return `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')} }`;
}

const HOSTILE: Readonly<Record<string, string>> = {
  'articles with mentions, 24 times': aliases(
    24,
    'articles(first: 100) { nodes { title mentions(first: 100) { nodes { surface sentence rule } } } }',
  ),
  'bodies, 95 times': aliases(95, 'articles(first: 100) { nodes { bodyText bodyHtml } }'),
  'bodies, 10 times': aliases(10, 'articles(first: 100) { nodes { bodyText bodyHtml } }'),
  'companies of articles of companies': `{ companies(first: 20) { nodes { articles(first: 20) { nodes {
    companies(first: 20) { nodes { articles(first: 20) { nodes { title } } } } } } } } }`,
  'searches, 95 times': aliases(95, 'search(query: "微软", first: 50) { edges { highlights { fragment } } }'),
  'searches, 20 times': aliases(20, 'search(query: "微软", first: 50) { edges { highlights { fragment } } }'),
  'bodies, at a cost that is not yet expensive': '{ articles(first: 19) { nodes { bodyText bodyHtml } } }',
  'the same field, 1,000 times': `{ ${'articles { totalCount } '.repeat(1_000)} }`,
  '20,000 braces': '{'.repeat(20_000),
  'aliases of __typename, 1,000': aliases(1_000, '__typename'),
};

async function attack(url: string, first: number, end: number, outcomes: Map<string, number>): Promise<void> {
  const queries = Object.entries(HOSTILE);
  for (let turn = first; performance.now() < end; turn++) {
    const [name, query] = queries[turn % queries.length] ?? ['', ''];
    // Another text each time: nothing of it is kept.
    const outcome = `${name}: ${await ask(url, query.replace('{', `{ # ${turn}\n`))}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
}

const [url = '', seconds = '', count = ''] = process.argv.slice(2);
const outcomes = new Map<string, number>();
const end = performance.now() + Number(seconds) * 1000;
await Promise.all(Array.from({ length: Number(count) }, (_, index) => attack(url, index, end, outcomes)));
console.log(JSON.stringify(Object.fromEntries([...outcomes].sort())));

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../src/catalog/catalog.ts';

/** Small, fast, seeded generator of numbers from 0 to 1 (mulberry32), so that every run has the same posts. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Picks with Zipf's law: the first is named most, the hundredth a hundred times less. */
export function zipfPicker<T>(values: readonly T[], random: () => number): () => T {
  const sums: number[] = [];
  for (let rank = 1; rank <= values.length; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank);
  const total = sums.at(-1) ?? 0;
  return () => {
    const target = random() * total;
    let low = 0;
    let high = values.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < target) low = middle + 1;
      else high = middle;
    }
    return values[low] as T;
  };
}

const CHINESE = [
  '据了解，%的新一代产品将于年底前后量产，供应链已经开始备货。',
  '%公布了季度业绩，收入同比增长，毛利率略有下降。',
  '分析人士认为，%在这一领域的投入会在未来两年内见到回报。',
  '上述负责人表示，公司与%的合作仍在推进，具体金额尚未披露。',
  '市场对此反应不一，有投资者担心成本上升会影响利润。',
  '此前有媒体报道称，相关部门正在就行业标准征求意见。',
  '从全年来看，出货量的增长主要来自海外市场，国内需求保持平稳。',
  '该项目计划分三期建设，首期预计明年下半年投产。',
];
const ENGLISH = [
  'Shares of % rose after the company raised its outlook for the year.',
  'The new service, built together with %, is available in four regions from today.',
  'Analysts had expected slower growth, but demand from data centres held up.',
  'A spokesperson for % declined to comment on the details of the agreement.',
  'Customers report that the migration took less time than they had planned for.',
  'The update fixes several issues and improves the performance of large queries.',
];

/** Writes `count` posts of the three common kinds, in both scripts, that name companies and products of the catalog. */
export function writePosts(folder: string, count: number, catalog: Catalog): void {
  const random = seededRandom(count);
  const names = [...catalog.companies.values(), ...catalog.products.values()].map(({ name }) => name);
  const chinese = zipfPicker(
    names.map((name) => name.zh ?? name.en),
    random,
  );
  const english = zipfPicker(
    names.map((name) => name.en),
    random,
  );
  const sentence = (inChinese: boolean) => {
    const templates = inChinese ? CHINESE : ENGLISH;
    const template = templates[Math.floor(random() * templates.length)] ?? '';
    return template.replace('%', inChinese ? chinese() : english());
  };
  const paragraph = (inChinese: boolean) =>
    Array.from({ length: 2 + Math.floor(random() * 5) }, () => sentence(inChinese)).join(
      inChinese ? '' : ' ',
    );

  for (let number = 0; number < count; number++) {
    if (number % 1000 === 0) mkdirSync(join(folder, String(number / 1000)), { recursive: true });
    const date = new Date(Date.UTC(2021, 0, 1) + number * 3_600_000);
    const inChinese = random() < 0.7;
    const paragraphs = Array.from({ length: 3 + Math.floor(random() * 8) }, () => paragraph(inChinese));
    const title = `${inChinese ? chinese() : english()} ${number}`;
    const file = join(
      folder,
      String(Math.floor(number / 1000)),
      `${date.toISOString().slice(0, 10)}-${number}.md`,
    );
    writeFileSync(file, post(number % 3, title, date, paragraphs));
  }
}

function post(kind: number, title: string, date: Date, paragraphs: readonly string[]): string {
  const iso = date.toISOString();
  if (kind === 0) {
    const body = paragraphs.map((text) => `<p style="text-indent:2em;">\n${text}\n</p>`).join('\n');
    return `\n---\ntitle: '${title.replaceAll("'", "''")}'\ncategories: \n - 新媒体\n - 站点\n - 资讯\nheadimg: ''\nauthor: 站点\ncomments: false\ndate: ${date.toUTCString()}\nthumbnail: ''\n---\n\n<div>   \n${body}\n</div>\n`;
  }
  if (kind === 1) {
    const body = paragraphs.map((text) => `<p>${text} </p>`).join('');
    return `---\nlayout: post\ntitle: ${JSON.stringify(title)}\ndate: ${iso.slice(0, 10)} ${iso.slice(11, 19)} +0800\ncategories: news\ntags: 快讯\n---\n${body}<p class="em_media">（文章来源：某报）</p>\n`;
  }
  const body = paragraphs
    .map((text, index) => (index % 3 === 2 ? `- ${text}\n- **${text.slice(0, 20)}**` : text))
    .join('\n\n');
  return `---\ntitle: ${JSON.stringify(title)}\ndate: ${iso}\ncategories: [tech, cloud]\ntags: [one, two]\n---\n\n## ${title}\n\n${body}\n`;
}

/**
 * Matching with 40,000 aliases against two published Aho–Corasick packages over the same generated posts in one
 * run, and the whole of linking with the shipped catalog. One core, in time of this thread, best of three rounds, so
 * that what else the machine does weighs less.
 */
import { AhoCorasick as Overlapping } from '@monyone/aho-corasick';
import { AhoCorasick as Greedy } from '@monyone/aho-corasick/greedy';
import Modern from 'modern-ahocorasick';
import type { Alias } from '../src/catalog/catalog.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import type { Document } from '../src/documents/document.ts';
import { AliasIndex } from '../src/linking/alias-index.ts';
import { createLinker } from '../src/linking/linker.ts';
import { viewOf } from '../src/linking/view.ts';
import { seededRandom } from './generated-posts.ts';

const ALIASES = 40_000;
const POSTS = 600;
const POST_LENGTH = 2500;
const SYLLABLES =
  'ka zo mi tel ron va ex qu pro sys lab net neo dyn ora ben lux mar cor fin tex gen hel sol tri'.split(' ');
const WORDS =
  'the of and to in a is that for with on as was by at from its has more new said will this year'.split(' ');

/** `npm run bench -- linking` */
export async function run(): Promise<void> {
  const random = seededRandom(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const syllables = (count: number) => Array.from({ length: count }, () => pick(SYLLABLES)).join('');
  const name = () => {
    const text = syllables(2 + Math.floor(random() * 2));
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const han = (count: number) =>
    String.fromCharCode(...Array.from({ length: count }, () => 0x4e00 + Math.floor(random() * 3500)));
  const names = Array.from({ length: ALIASES }, (_, index) =>
    index % 2 === 0 ? `${name()} ${name()}` : han(2 + Math.floor(random() * 4)),
  );
  const english = () => (random() < 0.06 ? pick(names) : random() < 0.4 ? pick(WORDS) : syllables(2));
  const chinese = () => (random() < 0.05 ? pick(names) : han(1 + Math.floor(random() * 3)));
  const posts = Array.from({ length: POSTS }, (_, index) => {
    let text = '';
    while (text.length < POST_LENGTH) text += index % 2 === 0 ? `${english()} ` : chinese();
    return text;
  });
  const characters = posts.reduce((sum, post) => sum + post.length, 0);

  const aliases = names.map(
    (text): Alias => ({
      text,
      entity: { type: 'Company', key: text },
      language: null,
      caseSensitive: true,
      context: [],
      unless: [],
      ambiguous: false,
      needs: null,
      origin: 'CATALOG',
    }),
  );
  const index = built('newsgraph', () => new AliasIndex(aliases));
  const greedy = built('@monyone/aho-corasick', () => new Greedy(names));
  const overlapping = built('@monyone/aho-corasick, all matches', () => new Overlapping(names));
  const modern = built('modern-ahocorasick', () => new Modern(names));

  console.log(
    `\nMatching ${ALIASES} aliases in ${POSTS} posts, ${(characters / 1e6).toFixed(1)} million characters`,
  );
  const own = speed(posts, characters, (post) => index.find(viewOf(post)).length);
  row('newsgraph, folding the text included', own, own);
  row(
    '@monyone/aho-corasick, leftmost-longest',
    speed(posts, characters, (post) => greedy.matchInText(post).length),
    own,
  );
  row(
    '@monyone/aho-corasick, all matches',
    speed(posts, characters, (post) => overlapping.matchInText(post).length),
    own,
  );
  row(
    'modern-ahocorasick',
    speed(posts, characters, (post) => modern.search(post).length),
    own,
  );

  const catalog = await loadCatalog([SHIPPED_CATALOG]);
  const linker = createLinker(catalog);
  const real = [...catalog.companies.values(), ...catalog.products.values()];
  const news = Array.from({ length: POSTS }, (_, at) =>
    documentOf(newsOf(at % 2 === 0, () => pick(real).name, pick)),
  );
  const newsCharacters = news.reduce((sum, { bodyText }) => sum + bodyText.length, 0);
  console.log(
    `\nLinking with the shipped catalog (${catalog.aliases.length} aliases): sentences, rules and evidence included`,
  );
  const whole = speed(news, newsCharacters, (document) => linker.link(document).mentions.length);
  row('newsgraph', whole, whole);
}

function newsOf(
  inChinese: boolean,
  next: () => Readonly<Record<string, string>> & { readonly en: string },
  pick: <T>(values: readonly T[]) => T,
): string {
  const sentences = inChinese
    ? [
        '据报道，%将于年底前推出新一代产品。',
        '市场反应不一，有投资者担心成本上升会影响利润。',
        '%公布季度业绩，收入同比增长。',
      ]
    : [
        'Shares of % rose after the company raised its outlook. ',
        'Analysts had expected slower growth. ',
        '% declined to comment. ',
      ];
  let text = '';
  while (text.length < POST_LENGTH) {
    const name = next();
    text += pick(sentences).replace('%', inChinese ? (name.zh ?? name.en) : name.en);
    if (text.length % 5 === 0) text += '\n';
  }
  return text;
}

function documentOf(bodyText: string): Document {
  return {
    path: 'post.md',
    family: 'generated',
    familyReason: '',
    title: bodyText.slice(0, 20),
    url: null,
    publishedAt: null,
    publishedOn: null,
    publishedOffset: null,
    language: 'zh-Hans',
    author: null,
    source: null,
    bodyText,
    bodyHtml: '',
    unlinked: [],
    emphasis: [],
    media: [],
    wordCount: 0,
    readingMinutes: 0,
    heroImage: null,
    images: [],
    links: [],
    stockReferences: [],
    tags: [],
    categories: [],
    frontMatter: {},
  };
}

function built<Matcher>(label: string, build: () => Matcher): Matcher {
  const start = computed();
  const matcher = build();
  console.log(`${label.padEnd(44)} built in ${(computed() - start).toFixed(0).padStart(5)} ms`);
  return matcher;
}

/** Milliseconds that this thread has computed. */
function computed(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Million characters a second, the best of three rounds after one to warm up. */
function speed<Text>(texts: readonly Text[], characters: number, match: (text: Text) => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round++) {
    const start = computed();
    for (const text of texts) match(text);
    if (round > 0) best = Math.min(best, computed() - start);
  }
  return characters / best / 1000;
}

function row(label: string, millions: number, own: number): void {
  const ratio = own === millions ? '' : `newsgraph is ${(own / millions).toFixed(1)} times as fast`;
  console.log(
    `${label.padEnd(44)} ${millions.toFixed(2).padStart(6)} million characters/s   ${ratio}`.trimEnd(),
  );
}

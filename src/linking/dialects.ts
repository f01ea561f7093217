import type { DocumentText } from './field-text.ts';

/** Characters that Cantonese is written with and Mandarin is not. */
const CANTONESE = /[嘅咗唔冇佢哋喺啲嚟嗰噉嘢攞瞓咁嘥]/gu;
/** What only news of Taiwan speak of so. */
const TAIWANESE = /台湾|台北|台南|台中|高雄|新北|立委|立法院|行政院|新台币|外交部|县市/u;

/** Names of companies that are everyday words where the dialect is spoken: quick, safe; an allied state, to unify. */
const CANTONESE_WORDS = new Set('快手 平安 大众 老虎 太平 友好 第一'.split(' '));
const TAIWANESE_WORDS = new Set('友邦 大众 统一 远东 南亚 全家 大同 现代 联合 新光 中华'.split(' '));

const dialects = new WeakMap<DocumentText, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** Whether a name, in Simplified characters, is an everyday word of the dialect that the post is written in. */
export function isWordOfDialect(name: string, texts: DocumentText): boolean {
  if (!CANTONESE_WORDS.has(name) && !TAIWANESE_WORDS.has(name)) return false;
  let words = dialects.get(texts);
  if (words === undefined) {
    words = wordsOf(`${texts.title.folded}\n${texts.body.folded}`);
    dialects.set(texts, words);
  }
  return words.has(name);
}

function wordsOf(text: string): ReadonlySet<string> {
  if (new Set(text.match(CANTONESE)).size > 1) return CANTONESE_WORDS;
  return TAIWANESE.test(text) ? TAIWANESE_WORDS : NONE;
}

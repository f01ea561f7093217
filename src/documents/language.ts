import type { JsonObject } from './document.ts';
import type { Reading } from './family.ts';
import { countWords } from './text.ts';
import { firstText } from './values.ts';

/** Common characters that only Simplified Chinese has, and those that only Traditional Chinese has. */
const SIMPLIFIED =
  '们这来说国时对会后过发开进还样现问动实电业长门见关头点话员给让应机将经体无书报边运东记总车战单军华线内万据队议团术资' +
  '设类义产数务亿论题变证难该风级达组织号传识门济财贸银债贷购费质销软网络视频显联转网区险码纪题确认记标该选举观观预测试计划调' +
  '导规热较极构环约继续营销际响须顾领师节导济创买卖币亚马云汇汉语读写图张语际兴显备复杂尽乐声听细经验为与专业丰临举么义';
const TRADITIONAL =
  '們這來說國時對會後過發開進還樣現問動實電業長門見關頭點話員給讓應機將經體無書報邊運東記總車戰單軍華線內萬據隊議團術資' +
  '設類義產數務億論題變證難該風級達組織號傳識門濟財貿銀債貸購費質銷軟網絡視頻顯聯轉區險碼紀題確認標選舉觀預測試計劃調' +
  '導規熱較極構環約繼續營銷際響須顧領師節創買賣幣亞馬雲匯漢語讀寫圖張興備復雜盡樂聲聽細驗為與專豐臨舉麼裡臺灣';
/** 1 for a character of Simplified Chinese only, 2 for one of Traditional Chinese only, by code unit. */
const SCRIPT = new Uint8Array(0x10000);
for (const character of SIMPLIFIED) if (!TRADITIONAL.includes(character)) SCRIPT[character.charCodeAt(0)] = 1;
for (const character of TRADITIONAL) if (!SIMPLIFIED.includes(character)) SCRIPT[character.charCodeAt(0)] = 2;

const ENGLISH = new Set(
  'the of and to in a is that for it as was with on are by this be at from or an have has not but which they its will can'.split(
    ' ',
  ),
);

/** Beyond this many characters, more of them change nothing. */
const SAMPLE = 1_500;

/**
 * The language of a text as BCP 47: zh-Hans, zh-Hant, `zh` where no character tells the script, ja, ko, en, and `und`
 * where there is too little text or it is in another language. `hint` is what the post says of itself.
 */
export function detectLanguage(text: string, hint: string | null): string {
  const sample = text.slice(0, SAMPLE);
  const { cjk, words } = countWords(sample);
  if (cjk + words < 2) return hint ?? 'und';
  const { hiragana, kana, hangul } = countAlphabets(sample);
  if (hangul > cjk && hangul * 2 > words) return 'ko';
  if (cjk * 2 > words) return isJapanese(sample, cjk, hiragana, kana) ? 'ja' : chineseScript(sample);
  return isEnglish(sample, words) ? 'en' : (hint ?? 'und');
}

/** Words that Chinese cannot do without and Japanese hardly has. */
const CHINESE_WORDS = /[的了是在们們这這]/g;

/** Names of people and works stand in kana within Chinese texts; Japanese has no sentence without hiragana. */
function isJapanese(sample: string, cjk: number, hiragana: number, kana: number): boolean {
  if (hiragana <= cjk * 0.08 && kana <= cjk * 0.3) return false;
  return (sample.match(CHINESE_WORDS)?.length ?? 0) * 3 < kana;
}

/** `kana` counts both alphabets of Japanese. */
function countAlphabets(sample: string): { hiragana: number; kana: number; hangul: number } {
  let hiragana = 0;
  let kana = 0;
  let hangul = 0;
  for (let index = 0; index < sample.length; index += 1) {
    const code = sample.charCodeAt(index);
    if (code < 0x1100) continue;
    if (code >= 0x3041 && code <= 0x309f) hiragana += 1;
    if ((code >= 0x3041 && code <= 0x30fa) || (code >= 0x31f0 && code <= 0x31ff)) kana += 1;
    if ((code >= 0xac00 && code <= 0xd7a3) || code <= 0x11ff || (code >= 0x3131 && code <= 0x318e))
      hangul += 1;
  }
  return { hiragana, kana, hangul };
}

function chineseScript(sample: string): string {
  let simplified = 0;
  let traditional = 0;
  for (let index = 0; index < sample.length; index += 1) {
    const script = SCRIPT[sample.charCodeAt(index)];
    if (script === 1) simplified += 1;
    else if (script === 2) traditional += 1;
  }
  if (simplified === traditional) return simplified === 0 ? 'zh' : 'zh-Hans';
  return simplified > traditional ? 'zh-Hans' : 'zh-Hant';
}

/** A short line may hold none of the small words; a long text in English holds them at every turn. */
function isEnglish(sample: string, words: number): boolean {
  const found = sample.toLowerCase().match(/[a-z]+/g) ?? [];
  if (found.length < words * 0.5) return false;
  const small = found.filter((word) => ENGLISH.has(word)).length;
  const accented = /[\u00c0-\u024f]/.test(sample);
  if (found.length < 25) return !accented;
  return small >= found.length * 0.08;
}

/** The language that the post says it is in, as BCP 47; null where it says none, or nothing of that form. */
export function languageHint(frontMatter: JsonObject, reading: Reading): string | null {
  const written = reading.language ?? firstText(frontMatter, ['lang', 'language', 'locale']);
  return written !== null && /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(written)
    ? written.replaceAll('_', '-')
    : null;
}

import type { TextRange } from '../documents/document.ts';
import { isSaidOfFirms } from './openings.ts';

/** What Chinese news say of firms, right behind the name. */
const HAN_BEHIND =
  /^[”"」]?(?:旗下|股价|公告|发布公告|董事长|总裁|董秘|控股|涨停|跌停|涨超|跌超|领涨|领跌|涨逾|跌逾|午后|盘中|拟|预计净利|净利|营收|股东|实控人|停牌|复牌|退市|上市|募资|终止收购|收购|中标|回购|减持|增持|受益|获批|定增|季报|年报|半年报|披露|一季度|三季度|上半年|前三季度|今年|去年|宣布|回应)/u;
/** The same in front of it. */
const HAN_BEFORE = /(?:股东|控股|子公司|上市公司|母公司|供应商|收购|入股|参股|增持|减持|旗下|龙头)[“"「]?$/u;
/** In front of an English name: what a firm is to others. */
const LATIN_BEFORE =
  /(?:^|[^\p{L}])(?:[Ss]upplier|[Mm]aker|[Rr]ival|[Oo]wner|[Rr]etailer|[Ll]ender|[Bb]uilder|[Oo]perator|[Mm]iner|[Pp]roducer|[Ee]xporters?|[Ii]nsurer|[Dd]eveloper|[Bb]roker|[Ff]irm|[Gg]roup|[Cc]ompany|[Cc]hain|[Dd]rugmaker|[Cc]hipmaker|[Cc]armaker|[Bb]rewer) $/u;

/**
 * Whether what stands right beside a name is said of firms only: 涪陵榨菜终止收购, Supplier Bega Cheese, Gold Fields
 * shares. Of Chinese names those of four characters and more, as shorter ones are words too often.
 */
export function isInBusiness(folded: string, { start, end }: TextRange): boolean {
  const name = folded.slice(start, end);
  const after = folded.slice(end, end + 40);
  const before = folded.slice(Math.max(0, start - 16), start);
  if (/^\p{Script=Han}+$/u.test(name))
    return name.length > 3 && (HAN_BEHIND.test(after) || HAN_BEFORE.test(before));
  if (!/^\p{Lu}/u.test(name)) return false;
  return LATIN_BEFORE.test(before) || (name.includes(' ') && isSaidOfFirms(after));
}

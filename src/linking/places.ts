/**
 * Names of companies that are also towns, rivers, lands or states of the world. A post that stands in one of them says
 * nothing of the company.
 */
const PLACES = new Set(
  `Amazon Aurora Bath Boston Cadillac Chelsea Cheddar Chesapeake Columbia Corning Delta Dover Emirates Erie Evian
  Geneva Halifax Hershey Hitachi Hudson Java Jordan Kobe Komatsu Lancaster Lincoln Nokia Orange Orinoco Patagonia
  Phoenix Plymouth Pontiac Sabadell Santander Subaru Toyota Ube Victoria Virgin Volvic Waterloo Wolfsburg Yamaha`.split(
    /\s+/,
  ),
);
const STANDS_IN =
  '(?:(?:in|near|around|across|through|between|towns? from|city of|town of|village of|state of|cities of|towns of|way to|far as|upstream of|schools in|residents of|people of|fires in|in the) (?:the )?(?:\\p{Lu}\\p{L}+ and )?|the )';
/** In front of “in Amazon” these make a holding of it. */
const MONEY =
  /(?:stakes?|stocks?|shares?|invest\p{L}*|interests?|holdings?|positions?|confidence|money|drop|rise|fall|jump|gains?|loss(?:es)?|trading|bought|believe\p{L}*) (?:\p{L}+ )?$/iu;
const BUSINESS =
  "(?:['’]s)? (?:shares?|stock|chief|CEO|CFO|CTO|Inc|Corp|Corporation|Motor|Co|plc|Ltd|Group|executives?|spokes\\p{L}+|factory|plants?|employees|workers|customers|cars?|sales|profits?|revenue|unit|subsidiary|announced|launched|unveiled|Prime|Web)(?![\\p{L}\\p{N}])";

/**
 * How a post uses the name of a company for the place of the same name, as it stands there, or null: “fires in the
 * Amazon”, “the city of Toyota”; unless it also says something that only companies have or do.
 */
export function placeSignOf(name: string, texts: readonly string[]): string | null {
  if (!PLACES.has(name)) return null;
  let sign: string | null = null;
  const place = new RegExp(`(?<![\\p{L}\\p{N}])${STANDS_IN}${name}(?=[ .,;:!?]|$|\\n)`, 'gu');
  const towns = new RegExp(
    `(?<![\\p{L}\\p{N}])${name}(?: and \\p{Lu}\\p{L}+)? (?:towns?|cit(?:y|ies)|villages?|schools?|rainforest|basin|river|residents|state)(?![\\p{L}\\p{N}])`,
    'u',
  );
  const business = new RegExp(`(?<![\\p{L}\\p{N}])${name}${BUSINESS}`, 'u');
  for (const text of texts) {
    if (business.test(text)) return null;
    sign ??= towns.exec(text)?.[0] ?? null;
    const matches: RegExpExecArray[] = sign === null ? [...text.matchAll(place)] : [];
    for (const match of matches) {
      const before = text.slice(Math.max(0, match.index - 30), match.index);
      const isNoun =
        match[0].startsWith('the ') &&
        /^ (?:\p{L}+ ){0,1}(?:deal|app|store|website|brand|unit|chief|group|boss|logo|team|case|family|stake)/u.test(
          text.slice(match.index + match[0].length, match.index + match[0].length + 30),
        );
      if (MONEY.test(before) || isNoun) continue;
      sign = match[0];
      break;
    }
  }
  return sign;
}

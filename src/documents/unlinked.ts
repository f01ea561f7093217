import type { TextRange } from './document.ts';

// Each pattern starts only where no longer match could have started, and its repetitions are bounded, so that a
// megabyte without a space takes linear time.

/** Addresses of pages; Chinese characters and full-width punctuation end them. */
const ADDRESS = /(?:https?|ftp):\/\/[\w\-.~:/?#@!$&'*+,;=%]+|\bwww\.[\w-]{1,63}\.[\w\-./?&=%#]+/gi;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g;

/** Hosts written without a protocol; the endings are those that no product name has. */
const HOST =
  /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,6}(?:com|cn|org|gov|edu)(?:\.[a-z]{2})?(?:\/[\w\-./?&=%#]*)?(?![\w])/gi;

const FILE_ENDINGS =
  'jsx?|tsx?|mjs|py|rb|go|rs|java|c|h|cc|cpp|cs|php|sh|bat|ps1|sql|json|ya?ml|toml|ini|cfg|conf|xml|html?|css|scss|md|' +
  'txt|csv|log|pdf|docx?|xlsx?|pptx?|zip|tar|gz|7z|rar|exe|dll|so|apk|ipa|dmg|iso|deb|rpm|jar|png|jpe?g|gif|svg|webp|' +
  'mp[34]|storyboard|plist|lock';

/** File names, lower case before the ending as programs write them, so that `Node.js` and `ASP.NET` stay names. */
const FILE_NAME = new RegExp(
  `(?<![\\w./-])(?:\\.{0,2}/)?(?:[\\w-]{1,100}/){0,10}[a-z0-9_][\\w-]{0,100}\\.(?:${FILE_ENDINGS})(?!\\w)`,
  'g',
);

/** Companies that are called like their site write it with a capital: Example.com; addresses in prose have none. */
const BRAND = /^[A-Z][A-Za-z0-9]{1,30}\.com$/;

/** Stretches of the text that name nothing, whatever they look like: addresses, e-mail, hosts, files. */
export function findUnlinked(text: string): TextRange[] {
  // All of them need a full stop before a letter, which most posts in Chinese do not have.
  if (!/[\w-]\.[a-z0-9-]*[a-z]/i.test(text)) return [];
  const patterns = text.includes('@') ? [ADDRESS, EMAIL, HOST, FILE_NAME] : [ADDRESS, HOST, FILE_NAME];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: match }) => {
      const trimmed = match.replace(/[.,;:!?]+$/, '');
      return BRAND.test(trimmed) ? [] : [{ start: index, end: index + trimmed.length }];
    }),
  );
}

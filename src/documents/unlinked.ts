import type { TextRange } from './document.ts';

/** Addresses and e-mail; Chinese characters and full-width punctuation end them. */
const ADDRESS =
  /(?:https?|ftp):\/\/[\w\-.~:/?#@!$&'*+,;=%]+|\bwww\.[\w-]+\.[\w\-./?&=%#]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** Hosts written without a protocol; the endings are those that no product name has. */
const HOST = /\b(?:[a-z0-9-]+\.)+(?:com|cn|org|gov|edu)(?:\.[a-z]{2})?(?:\/[\w\-./?&=%#]*)?(?![\w])/gi;

/**
 * File names by their ending, lower case before it as programs write them, so that `Node.js` and `ASP.NET` stay names.
 */
const FILE_NAME =
  /(?<![\w.])(?:\.{0,2}\/)?(?:[\w-]+\/)*[a-z0-9_][\w-]*\.(?:jsx?|tsx?|mjs|py|rb|go|rs|java|c|h|cc|cpp|cs|php|sh|bat|ps1|sql|json|ya?ml|toml|ini|cfg|conf|xml|html?|css|scss|md|txt|csv|log|pdf|docx?|xlsx?|pptx?|zip|tar|gz|7z|rar|exe|dll|so|apk|ipa|dmg|iso|deb|rpm|jar|png|jpe?g|gif|svg|webp|mp[34]|storyboard|plist|lock)(?![\w])/g;

/** Stretches of the text that name nothing, whatever they look like: addresses, e-mail, hosts, files. */
export function findUnlinked(text: string): TextRange[] {
  // Most posts have none of the characters that all of these need.
  if (!text.includes('.')) return [];
  return [ADDRESS, HOST, FILE_NAME].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: match }) => {
      const trimmed = match.replace(/[.,;:!?]+$/, '');
      return { start: index, end: index + trimmed.length };
    }),
  );
}

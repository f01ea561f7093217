import { type Block, isHeading } from './blocks.ts';
import { isPictureCredit } from './boilerplate.ts';
import type { Report } from './codes.ts';
import { type Credits, isDatedLine } from './credits.ts';
import type { Post, Reading } from './family.ts';
import { COLUMN_TITLES } from './phrases.ts';
import { textOf } from './values.ts';

const COLUMNS = new Set(COLUMN_TITLES);
const FIRST_SENTENCE = /^.{0,200}?(?:[。！？]|[!?](?=\s|$)|\p{Ll}{2}\.(?=\s|$))|^.{1,80}/u;

/** The title that the post names, else one taken from its text, which is reported. */
export function titleOf(
  post: Post,
  reading: Reading,
  blocks: readonly Block[],
  credits: Credits,
  columnTitles: ReadonlySet<string>,
  report: Report,
): string {
  const written = reading.title ?? textOf(post.frontMatter.title);
  if (written === null) return fallbackTitle(blocks, credits, post, report);
  return COLUMNS.has(written.toLowerCase()) || columnTitles.has(written)
    ? (firstHeading(blocks, written.length) ?? written)
    : written;
}

/** The first main heading that is longer than the title of a column, and so says more. */
function firstHeading(blocks: readonly Block[], longerThan = 0): string | null {
  const heading = blocks.find((block) => isHeading(block, 3) && block.text.length > longerThan);
  return heading?.text.replace(/\s+/g, ' ').trim() ?? null;
}

/** The first heading, the first sentence, or the file's name. */
function fallbackTitle(blocks: readonly Block[], credits: Credits, post: Post, report: Report): string {
  const filled = blocks.filter(
    (block) =>
      block.text !== '' &&
      block.element !== 'figcaption' &&
      !credits.lines.has(block) &&
      !isPictureCredit(block) &&
      !isDatedLine(block),
  );
  const heading = firstHeading(filled);
  const [sentence = ''] = FIRST_SENTENCE.exec(filled[0]?.text ?? '') ?? [];
  const title = heading ?? sentence.replace(/\s+/g, ' ').trim();
  const shown = title.length > 120 ? `${title.slice(0, 119).toWellFormed()}…` : title;
  const from = heading === null ? 'its first sentence' : 'its first heading';
  const taken = shown === '' ? 'its file name' : from;
  report('TITLE_MISSING', post.lineOf('title'), `The post has no title; ${taken} was taken.`);
  return shown === '' ? post.stem : shown;
}

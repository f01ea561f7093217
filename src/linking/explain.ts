import type { EntityRef } from '../catalog/catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Document, TextRange } from '../documents/document.ts';
import type { LinkedDocument, Mention, MentionField, Refusal } from './mention.ts';

/** The answer of `newsgraph explain --json`: what was read, linked and refused, with every range. */
export interface Explanation {
  readonly path: string;
  readonly family: string;
  readonly familyReason: string;
  readonly language: string;
  readonly title: string;
  readonly bodyText: string;
  readonly mentions: readonly Mention[];
  readonly tickers: LinkedDocument['tickers'];
  readonly taughtCompanies: LinkedDocument['taughtCompanies'];
  readonly taughtTickers: LinkedDocument['taughtTickers'];
  readonly refusals: readonly Refusal[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `linked` has to be made with `explain`, or nothing is known of what was refused. */
export function explainAsJson(
  document: Document,
  linked: LinkedDocument,
  diagnostics: readonly Diagnostic[],
): Explanation {
  const { path, family, familyReason, language, title, bodyText } = document;
  return { path, family, familyReason, language, title, bodyText, ...linked, diagnostics };
}

export interface ExplainOptions {
  /** Colours of a terminal; brackets mark the names either way. */
  readonly colour: boolean;
}

/**
 * The text for a terminal: [resolved] and [ambiguous?] names numbered, then a line for each number, then what was
 * refused and why, the tickers, what the post taught and the diagnostics.
 */
export function explainAsText(
  document: Document,
  linked: LinkedDocument,
  diagnostics: readonly Diagnostic[],
  options: ExplainOptions,
): string {
  const paint = painter(options.colour);
  const numbered = linked.mentions.map((mention, index) => ({ mention, number: index + 1 }));
  const marked = (field: MentionField, text: string) =>
    mark(
      text,
      numbered.filter(({ mention }) => mention.field === field),
      paint,
    );
  const sections = [
    `${document.path} (${document.family}: ${document.familyReason}; ${document.language})`,
    `${paint.bold(marked('TITLE', document.title))}\n\n${marked('BODY', document.bodyText)}`,
    listed(
      'Linked',
      numbered.map(({ mention, number }) => `${number} ${describe(mention, paint)}`),
    ),
    listed('Refused', refusalLines(linked.refusals)),
    listed(
      'Tickers',
      linked.tickers.map(({ ticker, origin }) => `${ticker} from ${ORIGINS[origin]}`),
    ),
    listed('Taught by this post', [
      ...linked.taughtCompanies.map(({ slug, name }) => `company ${slug} “${name.en}”`),
      ...linked.taughtTickers.map(
        ({ key, company }) => `ticker ${key}${company === null ? '' : ` of ${company}`}`,
      ),
    ]),
    listed(
      'Diagnostics',
      diagnostics.map(
        ({ line, code, message }) => `${line === null ? '' : `line ${line} `}${code}: ${message}`,
      ),
    ),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const ORIGINS: Readonly<Record<LinkedDocument['tickers'][number]['origin'], string>> = {
  STOCK_BLOCK: 'a stock block',
  STOCK_LINK: 'a stock link',
  TEXT: 'the text',
  COMPANY: 'a company that the text names',
};

interface Painter {
  readonly bold: (text: string) => string;
  readonly resolved: (text: string) => string;
  readonly ambiguous: (text: string) => string;
}

function painter(colour: boolean): Painter {
  const with_ = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: with_(1), resolved: with_(32), ambiguous: with_(33) };
}

function mark(
  text: string,
  numbered: readonly { readonly mention: Mention; readonly number: number }[],
  paint: Painter,
): string {
  let marked = '';
  let end = 0;
  for (const { mention, number } of numbered) {
    marked += text.slice(end, mention.start);
    marked +=
      mention.status === 'RESOLVED'
        ? paint.resolved(`[${mention.surface}]${number}`)
        : paint.ambiguous(`[${mention.surface}?]${number}`);
    end = mention.end;
  }
  return marked + text.slice(end);
}

function describe(mention: Mention, paint: Painter): string {
  const alias = mention.alias === mention.surface ? '' : ` by the form “${mention.alias}”`;
  const place = `${mention.field.toLowerCase()} ${mention.start}–${mention.end}`;
  return mention.status === 'RESOLVED'
    ? `${paint.resolved(mention.surface)} → ${named(mention.entity)}${alias}, rule ${mention.rule} (${place})`
    : `${paint.ambiguous(mention.surface)} → not decided: ${mention.candidates.map(named).join(' or ')}${alias}, ${mention.rule} (${place})`;
}

/** The same refusal of the same form is one line with its places. */
function refusalLines(refusals: readonly Refusal[]): string[] {
  const groups = new Map<string, { readonly first: Refusal; readonly places: string[] }>();
  for (const refusal of refusals) {
    const { surface, entity, rule, reason } = refusal;
    const key = JSON.stringify([surface, entity, rule, reason]);
    const group = groups.get(key) ?? { first: refusal, places: [] };
    groups.set(key, group);
    group.places.push(`${refusal.field.toLowerCase()} ${place(refusal)}`);
  }
  return [...groups.values()].map(
    ({ first, places }) =>
      `${first.surface} is not ${named(first.entity)}, rule ${first.rule}: ${first.reason} (${places.join(', ')})`,
  );
}

function place({ start, end }: TextRange): string {
  return `${start}–${end}`;
}

function named({ type, key }: EntityRef): string {
  return `${type.toLowerCase()} ${key}`;
}

function listed(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${heading}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

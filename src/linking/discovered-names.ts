import type { EntityRef, Product } from '../catalog/catalog.ts';
import type { LinkableDocument, TextRange } from '../documents/document.ts';
import { foldText } from './characters.ts';
import type { Mention } from './mention.ts';
import { squeeze } from './view.ts';

/** A product that a post itself proves: its name, and how the post proves it. */
export interface DiscoveredName {
  readonly name: string;
  readonly entity: EntityRef;
  readonly rule: 'discovered-repository' | 'discovered-launch';
}

type Evidence = Pick<LinkableDocument, 'title' | 'bodyText' | 'links' | 'emphasis' | 'unlinked'>;

/** First parts of addresses at which no owner's repositories or models are. */
const NO_OWNERS = new Set(
  `about apps blog collections community contact customer-stories datasets docs enterprise events explore features
  issues join learn login marketplace notifications orgs papers posts pricing pulls readme search security settings
  spaces sponsors tasks team topics trending users`.split(/\s+/),
);
/** Names that repositories have for what they hold, and no product. */
const NO_NAMES = new Set(
  `api app assets awesome benchmark benchmarks blog cli client code config core data dataset demo demos docs
  documentation dotfiles example examples github here home issues link main model models notebook notebooks paper
  papers project projects readme release releases repo repository samples sdk server site source src templates test
  tests tool tools tutorial tutorials utils weights website wiki`.split(/\s+/),
);
/** How far in front of its link a name may stand in the same block. */
const BESIDE = 80;
/** A name with shape: a capital or a digit inside, or parts that a hyphen joins: DeepSeek, Qwen3, Llama-Factory. */
const INSIDE = /^(?=.*(?:\p{Ll}\p{Lu}|\p{Lu}{2}.*\p{Ll}|\p{L}\d))\p{L}[\p{L}\p{N}.+-]*$/u;
const JOINED = /^\p{Lu}[\p{L}\p{N}]*(?:-[\p{Lu}\p{N}][\p{L}\p{N}.]*)+$/u;
/** Shapes that quarters, standards, markets and people have. */
const NO_PRODUCTS =
  /^(?:Q[1-4]|H[12]|FY\d*|[A-Z]2[A-Z]|COVID-19|CO2|Web3|YoY|QoQ|MoM|PhD|[1-9]D|[A-Z]\d{1,2}|(?:Mc|Mac|De|Di|Le|La|Van|O')\p{Lu}\p{Ll}+|(?:U\.?S|EU|UK|AI|IT|TV|PC|IP|IPO)-.*|.*-(?:\d{4}|CEO|CFO|CTO))$/u;
const LAUNCHES =
  /(?:(?<![\p{L}])(?:introduc(?:es|ed|ing)|releas(?:es|ed|ing)|unveil(?:s|ed|ing)|launch(?:es|ed|ing)|open-?sourc(?:es|ed|ing)|presents?|propos(?:es|ed|ing))|发布|推出|开源|提出|上线)(?:了|的|:|\s|[“"「《]|\p{L}{0,6} (?:model|tool|framework|library)|全新|新一代|最新|新|模型|框架|工具|系列|一个|一款|our|its|their|the|a|an|new){0,6}$/iu;
const LAUNCHED =
  /^[”"」》]?\s?(?:(?:is|was|has been|are|were) (?:now )?(?:released|launched|unveiled|introduced|open-?sourced|available)|(?:已经?|现已|正式|今日|今天|昨日)(?:正式)?(?:发布|推出|上线|开源))/iu;
const PAPER =
  /^https?:\/\/(?:www\.)?(?:arxiv\.org\/(?:abs|pdf|html)\/|huggingface\.co\/papers\/|openreview\.net\/)/i;

/**
 * Products that a post proves without a catalog: a name beside a link to the repository or model of the same name, or
 * a shaped name in bold type that is launched, or leads to its paper. `isKnown` knows the names of the catalog, which
 * are not discovered again. Companies are not discovered: what proves a product proves no company.
 */
export function discoveredNames(document: Evidence, isKnown: (name: string) => boolean): DiscoveredName[] {
  const names = new Map<string, DiscoveredName>();
  const add = (name: string, key: string, rule: DiscoveredName['rule']) => {
    if (!isKnown(name) && !names.has(name)) names.set(name, { name, entity: { type: 'Product', key }, rule });
  };
  for (const { url, range } of document.links) {
    const repository = repositoryOf(url);
    if (repository === null || range === null) continue;
    const name = nameBeside(document, range, repository.name);
    if (name !== null) add(name, repository.key, 'discovered-repository');
  }
  for (const range of document.emphasis) {
    const name = document.bodyText
      .slice(range.start, range.end)
      .replace(/[:：,，.。]+$/, '')
      .trim();
    if (isShaped(name) && isLaunched(document, range, name)) add(name, squeeze(name), 'discovered-launch');
  }
  return [...names.values()];
}

/** Whether an address can prove a product: all that linking asks of the links of a post. */
export function isProof(url: string): boolean {
  return repositoryOf(url) !== null || PAPER.test(url);
}

/** The repository or model that an address leads to: `https://github.com/OWNER/REPO`, `https://huggingface.co/OWNER/MODEL`. */
export function repositoryOf(url: string): { readonly key: string; readonly name: string } | null {
  const match =
    /^https?:\/\/(?:www\.)?(github\.com|huggingface\.co)\/([\w-]+)\/([\w.-]+?)(?:\.git)?(?:\/(?:tree\/[^/]+|releases)?)?\/?(?:[?#].*)?$/i.exec(
      url,
    );
  const [, host = '', owner = '', name = ''] = match ?? [];
  if (match === null || NO_OWNERS.has(owner.toLowerCase()) || NO_NAMES.has(name.toLowerCase())) return null;
  if (!/\p{L}/u.test(name) || name.length < 2 || /\.github\.io$/i.test(name)) return null;
  return {
    key: `${host.toLowerCase() === 'github.com' ? 'github' : 'huggingface'}:${owner}/${name}`.toLowerCase(),
    name,
  };
}

/** The repository's name as the text writes it: as the link, in front of it in the block, or as the heading above. */
function nameBeside({ bodyText }: Evidence, link: TextRange, repository: string): string | null {
  const wanted = squeezed(repository);
  const linked = bodyText.slice(link.start, link.end).trim();
  const last = linked.split('/').at(-1) ?? linked;
  if (squeezed(last) === wanted) return last;
  const line = bodyText.lastIndexOf('\n', link.start - 1) + 1;
  const above = bodyText.lastIndexOf('\n', line - 2) + 1;
  const inFront = bodyText.slice(Math.max(line, link.start - BESIDE), link.start);
  for (const text of [inFront, line > 0 && line - above < BESIDE ? bodyText.slice(above, line) : '']) {
    const words = [...text.matchAll(/[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}_.+-]*/gu)].reverse();
    for (const { 0: word, index } of words) {
      const name = word.replace(/[.+-]+$/, '');
      if (squeezed(name) === wanted) return name;
      // Two or three words may be one name: Llama Factory of LLaMA-Factory.
      const rest = text.slice(index);
      const spaced = /^[\p{Script=Latin}\p{N}]+(?: [\p{Script=Latin}\p{N}]+){1,2}/u.exec(rest)?.[0] ?? '';
      for (let end = spaced.length; end > word.length; end = spaced.lastIndexOf(' ', end - 1))
        if (squeezed(spaced.slice(0, end)) === wanted) return spaced.slice(0, end);
    }
  }
  return null;
}

function squeezed(name: string): string {
  return squeeze(foldText(name)).replace(/[_.]/g, '');
}

function isShaped(name: string): boolean {
  if (name.length < 3 || name.length > 40 || NO_PRODUCTS.test(name)) return false;
  return INSIDE.test(name) || JOINED.test(name);
}

function isLaunched({ bodyText, links }: Evidence, range: TextRange, name: string): boolean {
  const start = bodyText.lastIndexOf('\n', range.start - 1) + 1;
  const next = bodyText.indexOf('\n', range.end);
  const end = next === -1 ? bodyText.length : next;
  if (LAUNCHES.test(bodyText.slice(Math.max(start, range.start - 60), range.start))) return true;
  const after = bodyText.slice(range.start + name.length, Math.min(end, range.start + name.length + 40));
  if (LAUNCHED.test(after)) return true;
  // The first words of the block in bold type, with the paper linked behind them: **VideoMamba** (paper).
  return (
    range.start - start < 4 &&
    links.some(
      (link) =>
        link.range !== null && link.range.start >= start && link.range.end <= end && PAPER.test(link.url),
    )
  );
}

/** The products of a post's discovered names that it mentions, as the store keeps them. */
export function taughtProducts(mentions: readonly Mention[], names: readonly DiscoveredName[]): Product[] {
  const mentioned = new Set(
    mentions.flatMap((mention) => (mention.status === 'RESOLVED' ? [mention.entity] : [])),
  );
  return names
    .filter(({ entity }) => mentioned.has(entity))
    .map(({ name, entity: { key } }) => ({
      slug: key,
      name: { en: name },
      aliases: [],
      formerNames: [],
      maker: null,
      kind: 'OTHER',
    }));
}

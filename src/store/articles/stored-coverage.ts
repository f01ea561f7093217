/** The sentences of an article that name both a company and a topic, each once, as JSON: linear in the mentions. */
import type { Mention, ResolvedMention } from '../../linking/mention.ts';
import type { CoveredSentence } from '../ingest/prepared.ts';
import { jsonOf } from './rows.ts';

/** Companies and topics that are looked for in one sentence, at most: no sentence that is one names more. */
const MOST_NAMED = 200;

/** A sentence whose companies and topics are places in the list of all entities that the article names. */
export function coveredSentences(
  mentions: readonly Mention[],
  placeOf: (mention: ResolvedMention) => number,
): CoveredSentence[] {
  const resolved = mentions.filter((mention) => mention.status === 'RESOLVED');
  const sentences = Map.groupBy(
    resolved,
    ({ field, sentenceStart }) => sentenceStart * 2 + (field === 'TITLE' ? 0 : 1),
  );
  return [...sentences.values()].flatMap((named): CoveredSentence[] => {
    const of = (type: string) =>
      [...new Set(named.filter(({ entity }) => entity.type === type).map(placeOf))].slice(0, MOST_NAMED);
    const [companies, topics] = [of('Company'), of('Topic')];
    const [first] = named;
    if (first === undefined || companies.length === 0 || topics.length === 0) return [];
    const end = named.reduce((last, { sentenceEnd }) => Math.max(last, sentenceEnd), 0);
    return [[first.field === 'TITLE' ? 0 : 1, first.sentenceStart, end, companies, topics]];
  });
}

export function decodeCoverage(text: string): CoveredSentence[] {
  return jsonOf<CoveredSentence[]>(text);
}

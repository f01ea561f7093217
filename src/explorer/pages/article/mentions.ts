import { useClient } from '@urql/preact';
import { useEffect, useState } from 'preact/hooks';
import {
  ArticleMentionsDocument,
  type ArticleQuery,
  type ArticleRefusalsQuery,
  type MarkedMentionFragment,
} from '../../generated/graphql.ts';
import { useSpoken } from '../../text/language.tsx';

export type Article = NonNullable<ArticleQuery['article']>;

export type ArticleMention = MarkedMentionFragment;
export type ArticleRefusal = NonNullable<ArticleRefusalsQuery['article']>['refusals'][number];

/** A place in the text that is a name, or that was taken for none. */
export type Marking =
  | { readonly kind: 'mention'; readonly mention: ArticleMention }
  | { readonly kind: 'refusal'; readonly refusal: ArticleRefusal };

export function placeOf(marking: Marking): ArticleMention | ArticleRefusal {
  return marking.kind === 'mention' ? marking.mention : marking.refusal;
}

/** Mentions, and between them what was refused. */
export function markingsOf(
  mentions: readonly ArticleMention[],
  refusals: readonly ArticleRefusal[],
): Marking[] {
  const named: Marking[] = mentions.map((mention) => ({ kind: 'mention', mention }));
  const overlaps = (refusal: ArticleRefusal) =>
    mentions.some(
      ({ field, start, end }) => field === refusal.field && start < refusal.end && refusal.start < end,
    );
  const refused = refusals
    .filter((refusal) => !overlaps(refusal))
    .map((refusal): Marking => ({ kind: 'refusal', refusal }));
  return [...named, ...refused];
}

/** Pages of a hundred; an article with more names than this is marked so far. */
const MOST_PAGES = 20;

/** The mentions of an article, a page after another as they arrive. */
export function useMentions(slug: string): readonly ArticleMention[] {
  const { language } = useSpoken();
  const client = useClient();
  const [mentions, setMentions] = useState<readonly ArticleMention[]>([]);
  useEffect(() => {
    let current = true;
    const load = async () => {
      const loaded: ArticleMention[] = [];
      let after: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const variables: { slug: string; language: string; after: string | null } = { slug, language, after };
        const { data } = await client.query(ArticleMentionsDocument, variables).toPromise();
        const connection = data?.article?.mentions;
        if (!current || !connection) return;
        loaded.push(...connection.nodes);
        setMentions([...loaded]);
        after = connection.pageInfo.endCursor;
        if (!connection.pageInfo.hasNextPage) return;
      }
    };
    void load();
    return () => {
      current = false;
    };
  }, [client, slug, language]);
  return mentions;
}

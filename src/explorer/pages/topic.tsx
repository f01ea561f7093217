import { useQuery } from '@urql/preact';
import { useLocation, useRoute } from 'preact-iso';
import { addresses } from '../addresses.ts';
import { TopicDocument, type TopicQuery, TopicTimelineDocument } from '../generated/graphql.ts';
import { EntityArticles } from '../parts/articles.tsx';
import { EntityHead } from '../parts/entity-head.tsx';
import { EntityTimeline } from '../parts/entity-timeline.tsx';
import { Facts } from '../parts/facts.tsx';
import { EntityLink, EntityNames } from '../parts/names.tsx';
import { Answer, NotFound } from '../parts/states.tsx';
import { useSpoken } from '../text/language.tsx';

export default function TopicPage() {
  const { language } = useSpoken();
  const { query } = useLocation();
  const slug = useRoute().params.slug ?? '';
  const result = useQuery({
    query: TopicDocument,
    variables: { slug, language, after: query.after ?? null },
  });
  return (
    <Answer result={result}>
      {({ topic }) => (topic === null ? <NotFound /> : <Contents topic={topic} />)}
    </Answer>
  );
}

function Contents({ topic }: { readonly topic: NonNullable<TopicQuery['topic']> }) {
  const { text, language, number } = useSpoken();
  const { id, slug, name, english, chinese, aliases, ancestors, children, companies } = topic;
  const timeline = useQuery({ query: TopicTimelineDocument, variables: { slug, interval: 'MONTH' } });
  return (
    <>
      <EntityHead {...topic} type="Topic" name={name} otherName={language === 'zh' ? english : chinese}>
        <Facts
          facts={[
            aliases.length > 0 && [text.aliases, aliases.join('、')],
            ancestors.length > 0 && [text.within, <EntityNames key="within" entities={ancestors} />],
            children.nodes.length > 0 && [text.parts, <EntityNames key="parts" entities={children.nodes} />],
          ]}
        />
      </EntityHead>
      <EntityTimeline result={timeline} of={(data) => data.topic} filter={{ mentions: { all: [id] } }} />
      {companies.edges.length > 0 && (
        <section class="panel">
          <h2>{text.network}</h2>
          <ul class="counted">
            {companies.edges.map(({ node, articleCount }) => (
              <li key={node.id}>
                <EntityLink entity={node} />
                <a href={addresses.search('', { mentions: { all: [id, node.id] } })}>
                  {text.articleCount(articleCount, number(articleCount))}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <EntityArticles articles={topic.articles} />
    </>
  );
}

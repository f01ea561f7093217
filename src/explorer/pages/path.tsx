import { useQuery } from '@urql/preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addresses, withParameter } from '../addresses.ts';
import {
  PathDocument,
  PathEndsDocument,
  type PathNodeFragment,
  type PathQuery,
} from '../generated/graphql.ts';
import { ArticleEntry } from '../parts/articles.tsx';
import { NameField } from '../parts/name-field.tsx';
import { EntityLink, entityName } from '../parts/names.tsx';
import { Answer } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useSpoken } from '../text/language.tsx';

/** Two names in, the way between them out. The address holds both, so that a way can be sent to somebody. */
export default function PathPage() {
  const { text, language } = useSpoken();
  const { query, url, route } = useLocation();
  const { from = '', to = '' } = query;
  useTitle(text.path);
  const [{ data }] = useQuery({
    query: PathEndsDocument,
    // One end may be chosen while the other is not.
    variables: { from: from || to, to: to || from, language },
    pause: from === '' && to === '',
  });
  const nameOf = (id: string) => {
    const node = data?.nodes.find((one) => one?.id === id);
    return node ? nodeName(node) : '';
  };
  return (
    <>
      <h1>{text.path}</h1>
      <p class="muted">{text.pathHint}</p>
      <div class="path-ends">
        {(['from', 'to'] as const).map((end) => (
          <End
            key={end}
            name={end}
            label={end === 'from' ? text.pathFrom : text.pathTo}
            chosen={nameOf(end === 'from' ? from : to)}
            choose={(id) => route(withParameter(url, end, id))}
          />
        ))}
      </div>
      {from !== '' && to !== '' && <Way from={from} to={to} />}
    </>
  );
}

function End({
  name,
  label,
  chosen,
  choose,
}: {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
  readonly choose: (id: string) => void;
}) {
  const { text } = useSpoken();
  const [typed, setTyped] = useState(chosen);
  useEffect(() => setTyped(chosen), [chosen]);
  return (
    <div class="search-box">
      <NameField
        name={name}
        label={label}
        hint={text.searchHint}
        typed={typed}
        type={setTyped}
        choose={(entity) => {
          setTyped(entityName(entity));
          choose(entity.id);
        }}
      />
    </div>
  );
}

function Way({ from, to }: { readonly from: string; readonly to: string }) {
  const { text, language } = useSpoken();
  const result = useQuery({ query: PathDocument, variables: { from, to, language } });
  return (
    <Answer result={result}>
      {({ path }) =>
        path === null ? (
          <p class="notice">{text.noPath}</p>
        ) : (
          <ol class="way">
            {path.steps.map((step) => (
              <Step key={`${step.from.id} ${step.to.id}`} step={step} />
            ))}
          </ol>
        )
      }
    </Answer>
  );
}

function Step({ step }: { readonly step: NonNullable<PathQuery['path']>['steps'][number] }) {
  const { text, number } = useSpoken();
  const { totalCount, nodes } = step.articles;
  return (
    <li class="panel">
      <h2>
        <NodeLink node={step.from} /> → <NodeLink node={step.to} />
      </h2>
      {step.sentence !== null && <blockquote>{step.sentence}</blockquote>}
      <p class="muted">{text.articleCount(totalCount, number(totalCount))}</p>
      {nodes.map((article) => (
        <ArticleEntry key={article.id} article={article} />
      ))}
    </li>
  );
}

function NodeLink({ node }: { readonly node: PathNodeFragment }) {
  if (node.__typename === 'Article') {
    return <a href={addresses.article(node.slug)}>{node.title || node.slug}</a>;
  }
  return isEntity(node) ? <EntityLink entity={node} /> : null;
}

function nodeName(node: PathNodeFragment): string {
  if (node.__typename === 'Article') return node.title || node.slug;
  return isEntity(node) ? entityName(node) : '';
}

type EntityNode = Extract<PathNodeFragment, { __typename: 'Company' | 'Product' | 'Topic' | 'Ticker' }>;

function isEntity(node: PathNodeFragment): node is EntityNode {
  return ['Company', 'Product', 'Topic', 'Ticker'].includes(node.__typename ?? '');
}

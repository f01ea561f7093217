import { useQuery } from '@urql/preact';
import { addresses } from '../addresses.ts';
import { FrameworksDocument } from '../generated/graphql.ts';
import { Answer } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useSpoken } from '../text/language.tsx';

export default function Frameworks() {
  const { text, language } = useSpoken();
  const result = useQuery({ query: FrameworksDocument, variables: { language } });
  useTitle(text.frameworks);
  return (
    <>
      <h1>{text.frameworks}</h1>
      <Answer result={result}>
        {({ frameworks: { nodes } }) =>
          nodes.length === 0 ? (
            <div class="notice">
              <p>{text.noFrameworks}</p>
            </div>
          ) : (
            nodes.map(({ id, slug, name, components }) => (
              <section key={id} class="panel">
                <h2>
                  <a href={addresses.framework(slug)}>{name}</a>
                </h2>
                <ol class="components">
                  {components.map(({ position, name: component }) => (
                    <li key={position}>
                      {position}. {component}
                    </li>
                  ))}
                </ol>
              </section>
            ))
          )
        }
      </Answer>
    </>
  );
}

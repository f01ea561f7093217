import { useQuery } from '@urql/preact';
import { useLocation } from 'preact-iso';
import { withParameter } from '../addresses.ts';
import { DiagnosticsDocument } from '../generated/graphql.ts';
import { Pages } from '../parts/articles.tsx';
import { Answer } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useSpoken } from '../text/language.tsx';

const SEVERITIES = ['ERROR', 'WARNING', 'INFO'] as const;

export default function Diagnostics() {
  const { text, number } = useSpoken();
  const { url, query } = useLocation();
  const severity = SEVERITIES.find((one) => one === query.severity) ?? null;
  const result = useQuery({
    query: DiagnosticsDocument,
    variables: { severity, after: query.after ?? null },
  });
  useTitle(text.diagnostics);
  const first = withParameter(url, 'after', null);
  return (
    <>
      <h1>{text.diagnostics}</h1>
      <nav class="tabs" aria-label={text.severity}>
        <a
          href={withParameter(first, 'severity', null)}
          aria-current={severity === null ? 'page' : undefined}
        >
          {text.everything}
        </a>
        {SEVERITIES.map((one) => (
          <a
            key={one}
            href={withParameter(first, 'severity', one)}
            aria-current={severity === one ? 'page' : undefined}
          >
            {text.severities[one]}
          </a>
        ))}
      </nav>
      <Answer result={result}>
        {({ corpus: { diagnostics } }) =>
          diagnostics.totalCount === 0 ? (
            <div class="notice">
              <p>{severity === null ? text.nothingWrong : text.noResults}</p>
            </div>
          ) : (
            <>
              <p class="muted">
                {text.diagnosticCount(diagnostics.totalCount, number(diagnostics.totalCount))}
              </p>
              <ul class="diagnostics">
                {diagnostics.nodes.map(({ code, severity, path, line, message, hint }) => (
                  <li key={`${path} ${line} ${code} ${message}`}>
                    <p>
                      <span class={`severity ${severity.toLowerCase()}`}>{severity}</span> <code>{code}</code>{' '}
                      <span class="place">
                        {path}
                        {line !== null && `:${line}`}
                      </span>
                    </p>
                    <p>{message}</p>
                    <p class="muted">{hint}</p>
                  </li>
                ))}
              </ul>
              <Pages {...diagnostics.pageInfo} />
            </>
          )
        }
      </Answer>
    </>
  );
}

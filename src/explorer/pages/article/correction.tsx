import { useMutation } from '@urql/preact';
import { useState } from 'preact/hooks';
import { addresses } from '../../addresses.ts';
import {
  CorrectLinkDocument,
  type CorrectLinkMutation,
  type EntityNameFragment,
  type LinkCorrectionInput,
  type MissingNameType,
} from '../../generated/graphql.ts';
import { Marked } from '../../parts/marked.tsx';
import { NameField, type SuggestedName } from '../../parts/name-field.tsx';
import { entityName } from '../../parts/names.tsx';
import { Failure } from '../../parts/states.tsx';
import { useSpoken } from '../../text/language.tsx';

/** What is to be corrected: words of the text, and what they are linked to, if they are. */
export interface Doubt {
  readonly words: string;
  readonly entity: EntityNameFragment | null;
  /** The form of the catalog that matched. */
  readonly form: string | null;
}

type Outcome = CorrectLinkMutation['correctLink'];
type Kind = 'not' | 'is' | 'missing';

const KINDS: readonly MissingNameType[] = ['COMPANY', 'PRODUCT', 'TOPIC'];

/** Says what a name is not, or is; shows what that would change everywhere, and saves it. */
export function CorrectionForm({ doubt, close }: { readonly doubt: Doubt; readonly close: () => void }) {
  const { text } = useSpoken();
  const { entity, form } = doubt;
  const mayDeny = entity !== null && form !== null && entity.__typename !== 'Ticker';
  const [kind, setKind] = useState<Kind>(mayDeny ? 'not' : 'is');
  const [words, setWords] = useState(doubt.words);
  const [typed, setTyped] = useState('');
  const [other, setOther] = useState<SuggestedName | null>(null);
  const [name, setName] = useState(doubt.words);
  const [missingKind, setMissingKind] = useState<MissingNameType>('COMPANY');
  const [outcome, setOutcome] = useState<{
    readonly of: string;
    readonly result: Outcome;
    readonly saved: boolean;
  } | null>(null);
  const [{ error, fetching }, correct] = useMutation(CorrectLinkDocument);
  const denied = mayDeny ? { not: entity.id, form } : {};
  const input: LinkCorrectionInput | null =
    kind === 'not'
      ? { words, ...denied }
      : kind === 'is'
        ? other && { words, is: other.id, ...denied }
        : { words, missing: { type: missingKind, name }, ...denied };
  const asked = JSON.stringify(input);
  const current = outcome?.of === asked ? outcome : null;
  const send = async (dryRun: boolean) => {
    if (input === null) return;
    const { data } = await correct({ input, dryRun });
    if (data) setOutcome({ of: asked, result: data.correctLink, saved: !dryRun });
  };
  const choice = (value: Kind, label: string) => (
    <label>
      <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} /> {label}
    </label>
  );
  return (
    <section class="panel correction" aria-label={text.correction}>
      <h2>{text.correctWords(doubt.words)}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(true);
        }}
      >
        <p class="correction-kinds">
          {mayDeny && choice('not', text.isNot(entityName(entity)))}
          {choice('is', text.isOther)}
          {choice('missing', text.isMissing)}
        </p>
        <p>
          <label>
            {text.sentenceWords}{' '}
            <input
              type="text"
              value={words}
              required
              onInput={({ currentTarget }) => setWords(currentTarget.value)}
            />
          </label>
          {kind === 'not' && <span class="muted"> {text.isNotWithin}</span>}
        </p>
        {kind === 'is' && (
          <div class="search-box">
            <NameField
              name="other"
              label={text.isOther}
              hint={text.searchHint}
              typed={typed}
              type={(value) => {
                setTyped(value);
                setOther(null);
              }}
              choose={(found) => {
                setTyped(entityName(found));
                setOther(found);
              }}
            />
          </div>
        )}
        {kind === 'missing' && (
          <p>
            <label>
              {text.missingName}{' '}
              <input
                type="text"
                value={name}
                required
                onInput={({ currentTarget }) => setName(currentTarget.value)}
              />
            </label>{' '}
            <label>
              {text.missingKind}{' '}
              <select
                value={missingKind}
                onChange={({ currentTarget }) => {
                  const chosen = KINDS.find((one) => one === currentTarget.value);
                  if (chosen) setMissingKind(chosen);
                }}
              >
                <option value="COMPANY">{text.company}</option>
                <option value="PRODUCT">{text.product}</option>
                <option value="TOPIC">{text.topic}</option>
              </select>
            </label>
          </p>
        )}
        <p>
          <button type="submit" class="primary" disabled={input === null || fetching}>
            {text.preview}
          </button>{' '}
          {current && !current.saved && (
            <button type="button" disabled={fetching} onClick={() => void send(false)}>
              {text.save}
            </button>
          )}{' '}
          <button type="button" class="quiet" onClick={close}>
            {current?.saved ? text.close : text.cancel}
          </button>
        </p>
      </form>
      {fetching && <p role="status">{text.loading}</p>}
      {error && <Failure error={error} retry={() => void send(true)} />}
      {current && <Changes {...current} />}
    </section>
  );
}

function Changes({ result, saved }: { readonly result: Outcome; readonly saved: boolean }) {
  const { text, number } = useSpoken();
  const { diff, file, changes, articleCount } = result;
  return (
    <>
      {saved && (
        <p class="notice" role="status">
          {text.saved}
        </p>
      )}
      <h3>
        {text.writtenTo} <code>{file}</code>
      </h3>
      <pre class="diff">{diff}</pre>
      <h3>{text.changes(articleCount, number(articleCount))}</h3>
      {changes.map(({ article, links }) => (
        <div key={article.id} class="changed">
          <p>
            <a href={addresses.article(article.slug)}>{article.title || text.untitled}</a>
          </p>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.sentence}</th>
                <th scope="col">{text.before}</th>
                <th scope="col">{text.after}</th>
              </tr>
            </thead>
            <tbody>
              {places(links).map(({ key, link, before, after }) => (
                <tr key={key}>
                  <td>
                    <Marked text={link.sentence} words={[link.surface]} />
                  </td>
                  <td>{before?.names.join(', ') ?? text.notLinked}</td>
                  <td>{after?.names.join(', ') ?? text.notLinked}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </>
  );
}

type Link = Outcome['changes'][number]['links'][number];

/** What stood and what will stand at each place, side by side. */
function places(links: readonly Link[]) {
  const byPlace = Map.groupBy(links, ({ field, start }) => `${field} ${start}`);
  return [...byPlace].map(([key, [link, ...more]]) => {
    const here = [link, ...more].filter((one) => one !== undefined);
    return {
      key,
      link: link as Link,
      before: here.find((one) => one.kind === 'LOST'),
      after: here.find((one) => one.kind === 'GAINED'),
    };
  });
}

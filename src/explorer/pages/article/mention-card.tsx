import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Marked } from '../../parts/marked.tsx';
import { EntityLink, TypeName } from '../../parts/names.tsx';
import { useSpoken } from '../../text/language.tsx';
import type { Doubt } from './correction.tsx';
import { type ArticleMention, type ArticleRefusal, type Marking, placeOf } from './mentions.ts';

/** Why a name is linked as it is, or why it is not. */
export function MentionCard({
  marking,
  mark,
  pinned,
  close,
  correct,
}: {
  readonly marking: Marking;
  readonly mark: HTMLElement;
  readonly pinned: boolean;
  readonly close: () => void;
  readonly correct: ((doubt: Doubt) => void) | null;
}) {
  const { text, language } = useSpoken();
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place(card.current, mark), [mark]);
  useEffect(() => {
    if (pinned) card.current?.focus();
  }, [pinned]);
  const { surface, entity, alias } = placeOf(marking);
  return (
    <div
      ref={card}
      class={pinned ? 'card pinned' : 'card'}
      role="dialog"
      aria-label={surface}
      lang={language === 'zh' ? 'zh-Hans' : 'en'}
      tabIndex={-1}
    >
      {pinned && (
        <button
          type="button"
          class="quiet close"
          aria-label={text.close}
          onClick={() => {
            close();
            mark.focus();
          }}
        >
          ×
        </button>
      )}
      {marking.kind === 'mention' ? (
        <Mention mention={marking.mention} />
      ) : (
        <Refusal refusal={marking.refusal} />
      )}
      {pinned && correct && (
        <p>
          <button
            type="button"
            onClick={() => {
              close();
              correct({
                words: surface,
                entity: marking.kind === 'mention' ? entity : null,
                form: marking.kind === 'mention' ? alias : null,
              });
            }}
          >
            {text.correct}
          </button>
        </p>
      )}
    </div>
  );
}

/** The entity or the candidates, the form, the rule, the sentence. */
function Mention({ mention }: { readonly mention: ArticleMention }) {
  const { text } = useSpoken();
  const { entity, candidates, alias, rule, status, sentence, surface } = mention;
  return (
    <>
      {entity ? (
        <p class="card-head">
          <TypeName type={entity.__typename} /> <EntityLink entity={entity} />
        </p>
      ) : (
        <>
          <p class="card-head">{text.notDecided}</p>
          <ul class="names">
            {candidates.map((candidate) => (
              <li key={candidate.id}>
                <TypeName type={candidate.__typename} /> <EntityLink entity={candidate} />
              </li>
            ))}
          </ul>
        </>
      )}
      <dl class="facts">
        <Fact name={text.status}>{text.statuses[status] ?? status}</Fact>
        <Fact name={text.alias}>{alias}</Fact>
        <Fact name={text.rule}>
          <code>{rule}</code>
        </Fact>
        <Fact name={text.sentence}>
          <Marked text={sentence} words={[surface]} />
        </Fact>
      </dl>
    </>
  );
}

function Refusal({ refusal: { entity, alias, rule, reason } }: { readonly refusal: ArticleRefusal }) {
  const { text } = useSpoken();
  return (
    <>
      <p class="card-head">
        {text.refused}{' '}
        {entity && (
          <>
            <TypeName type={entity.__typename} /> <EntityLink entity={entity} />
          </>
        )}
      </p>
      <dl class="facts">
        <Fact name={text.reason}>{reason}</Fact>
        <Fact name={text.alias}>{alias}</Fact>
        <Fact name={text.rule}>
          <code>{rule}</code>
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const GAP = 8;

/** Below the mark, or above it where there is no room below; narrow windows show it at their bottom instead. */
function place(card: HTMLElement | null, mark: HTMLElement): void {
  if (card === null || window.innerWidth < 700) return;
  const around = card.offsetParent?.getBoundingClientRect() ?? document.body.getBoundingClientRect();
  const { left, top, bottom } = mark.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = card;
  const above = bottom + GAP + offsetHeight > window.innerHeight && top - GAP - offsetHeight > 0;
  const x = Math.min(left, window.innerWidth - offsetWidth - GAP);
  card.style.left = `${Math.max(GAP, x) - around.left}px`;
  card.style.top = `${(above ? top - GAP - offsetHeight : bottom + GAP) - around.top}px`;
}

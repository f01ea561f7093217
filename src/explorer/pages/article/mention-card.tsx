import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Marked } from '../../parts/marked.tsx';
import { EntityLink, TypeName } from '../../parts/names.tsx';
import { useSpoken } from '../../text/language.tsx';
import type { ArticleMention } from './mentions.ts';

/** Why a name is linked as it is: the entity or the candidates, the form, the rule, the sentence. */
export function MentionCard({
  mention,
  mark,
  pinned,
  close,
}: {
  readonly mention: ArticleMention;
  readonly mark: HTMLElement;
  readonly pinned: boolean;
  readonly close: () => void;
}) {
  const { text, language } = useSpoken();
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place(card.current, mark), [mark]);
  useEffect(() => {
    if (pinned) card.current?.focus();
  }, [pinned]);
  const { entity, candidates, alias, rule, status, sentence, surface } = mention;
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
        <div>
          <dt>{text.status}</dt>
          <dd>{text.statuses[status] ?? status}</dd>
        </div>
        <div>
          <dt>{text.alias}</dt>
          <dd>{alias}</dd>
        </div>
        <div>
          <dt>{text.rule}</dt>
          <dd>
            <code>{rule}</code>
          </dd>
        </div>
        <div>
          <dt>{text.sentence}</dt>
          <dd>
            <Marked text={sentence} words={[surface]} />
          </dd>
        </div>
      </dl>
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

import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Doubt } from './correction.tsx';
import { MentionCard } from './mention-card.tsx';
import { type Marking, placeOf } from './mentions.ts';

interface Shown {
  readonly marking: Marking;
  readonly mark: HTMLElement;
  /** Stays until it is closed. */
  readonly pinned: boolean;
}

/** A text with its names marked; pointing at one or reaching it with the keyboard shows its evidence. */
export function MarkedText({
  text,
  field,
  markings,
  correct,
  paragraphs = false,
}: {
  readonly text: string;
  readonly field: 'TITLE' | 'BODY';
  readonly markings: readonly Marking[];
  /** Null where this server takes no corrections. */
  readonly correct: ((doubt: Doubt) => void) | null;
  readonly paragraphs?: boolean;
}) {
  const [shown, setShown] = useState<Shown | null>(null);
  const close = useCallback(() => setShown(null), []);
  const leave = useCallback(() => setShown((now) => (now?.pinned ? now : null)), []);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [close]);
  const mine = markings
    .filter((marking) => placeOf(marking).field === field)
    .sort((a, b) => placeOf(a).start - placeOf(b).start);
  const show = (marking: Marking, mark: HTMLElement, pinned: boolean) =>
    setShown((now) => (now?.pinned && !pinned ? now : { marking, mark, pinned }));
  const line = (start: number, end: number) => (
    <MarkedLine text={text} start={start} end={end} markings={mine} show={show} leave={leave} />
  );
  return (
    <>
      {paragraphs
        ? linesOf(text).map(({ start, end }) => <p key={start}>{line(start, end)}</p>)
        : line(0, text.length)}
      {shown && <MentionCard {...shown} close={close} correct={correct} />}
    </>
  );
}

function linesOf(text: string): { start: number; end: number }[] {
  const lines = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return lines.filter((line) => line.end > line.start);
}

function MarkedLine({
  text,
  start,
  end,
  markings,
  show,
  leave,
}: {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly markings: readonly Marking[];
  readonly show: (marking: Marking, mark: HTMLElement, pinned: boolean) => void;
  readonly leave: () => void;
}) {
  const pieces = [];
  let position = start;
  for (const marking of markings) {
    const place = placeOf(marking);
    if (place.start < position || place.end > end) continue;
    const type =
      marking.kind === 'refusal' ? 'refused' : (place.entity?.__typename.toLowerCase() ?? 'undecided');
    const id = `${place.field.toLowerCase()}-${place.start}`;
    pieces.push(
      text.slice(position, place.start),
      <a
        key={id}
        id={id}
        href={`#${id}`}
        class={`mention ${type}`}
        onMouseEnter={({ currentTarget }) => show(marking, currentTarget, false)}
        onFocus={({ currentTarget }) => show(marking, currentTarget, false)}
        onMouseLeave={leave}
        onBlur={leave}
        onClick={(event) => {
          event.preventDefault();
          show(marking, event.currentTarget, true);
        }}
      >
        {text.slice(place.start, place.end)}
      </a>,
    );
    position = place.end;
  }
  pieces.push(text.slice(position, end));
  return <>{pieces}</>;
}

import { useCallback, useEffect, useState } from 'preact/hooks';
import { MentionCard } from './mention-card.tsx';
import type { ArticleMention } from './mentions.ts';

interface Shown {
  readonly mention: ArticleMention;
  readonly mark: HTMLElement;
  /** Stays until it is closed. */
  readonly pinned: boolean;
}

/** A text with its mentions marked; pointing at one or reaching it with the keyboard shows its evidence. */
export function MarkedText({
  text,
  field,
  mentions,
  paragraphs = false,
}: {
  readonly text: string;
  readonly field: 'TITLE' | 'BODY';
  readonly mentions: readonly ArticleMention[];
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
  const mine = mentions.filter((mention) => mention.field === field).sort((a, b) => a.start - b.start);
  const show = (mention: ArticleMention, mark: HTMLElement, pinned: boolean) =>
    setShown((now) => (now?.pinned && !pinned ? now : { mention, mark, pinned }));
  const line = (start: number, end: number) => (
    <MarkedLine text={text} start={start} end={end} mentions={mine} show={show} leave={leave} />
  );
  return (
    <>
      {paragraphs
        ? linesOf(text).map(({ start, end }) => <p key={start}>{line(start, end)}</p>)
        : line(0, text.length)}
      {shown && <MentionCard {...shown} close={close} />}
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
  mentions,
  show,
  leave,
}: {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly mentions: readonly ArticleMention[];
  readonly show: (mention: ArticleMention, mark: HTMLElement, pinned: boolean) => void;
  readonly leave: () => void;
}) {
  const pieces = [];
  let position = start;
  for (const mention of mentions) {
    if (mention.start < position || mention.end > end) continue;
    const type = mention.entity?.__typename.toLowerCase() ?? 'undecided';
    const id = `${mention.field.toLowerCase()}-${mention.start}`;
    pieces.push(
      text.slice(position, mention.start),
      <a
        key={id}
        id={id}
        href={`#${id}`}
        class={`mention ${type}`}
        onMouseEnter={({ currentTarget }) => show(mention, currentTarget, false)}
        onFocus={({ currentTarget }) => show(mention, currentTarget, false)}
        onMouseLeave={leave}
        onBlur={leave}
        onClick={(event) => {
          event.preventDefault();
          show(mention, event.currentTarget, true);
        }}
      >
        {text.slice(mention.start, mention.end)}
      </a>,
    );
    position = mention.end;
  }
  pieces.push(text.slice(position, end));
  return <>{pieces}</>;
}

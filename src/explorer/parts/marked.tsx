/** A text with the places marked that read like one of the words. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const ranges: { start: number; end: number }[] = [];
  for (const word of words) {
    for (let start = text.indexOf(word); word !== '' && start >= 0; start = text.indexOf(word, start + 1)) {
      ranges.push({ start, end: start + word.length });
    }
  }
  return <MarkedRanges text={text} ranges={ranges} />;
}

/** A text with ranges of it marked; ranges may overlap. */
export function MarkedRanges({
  text,
  ranges,
}: {
  readonly text: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}) {
  const pieces = [];
  let position = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < position) continue;
    pieces.push(text.slice(position, start), <mark key={start}>{text.slice(start, end)}</mark>);
    position = end;
  }
  pieces.push(text.slice(position));
  return <>{pieces}</>;
}

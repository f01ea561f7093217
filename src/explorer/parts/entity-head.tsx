import type { ComponentChildren } from 'preact';
import { useSpoken } from '../text/language.tsx';
import { TypeName } from './names.tsx';
import { useTitle } from './title.ts';

/** The name of a thing, its other names, and how often it is named. */
export function EntityHead({
  type,
  name,
  otherName,
  articleCount,
  mentionCount,
  children,
}: {
  readonly type: Parameters<typeof TypeName>[0]['type'];
  readonly name: string;
  readonly otherName?: string | undefined;
  readonly articleCount: number;
  readonly mentionCount: number;
  readonly children?: ComponentChildren;
}) {
  const { text, number } = useSpoken();
  useTitle(name);
  return (
    <div class="entity-head">
      <TypeName type={type} />
      <h1>
        {name}
        {otherName !== undefined && otherName !== name && <small> {otherName}</small>}
      </h1>
      <p class="muted">
        {text.articleCount(articleCount, number(articleCount))} ·{' '}
        {text.mentionCount(mentionCount, number(mentionCount))}
      </p>
      {children}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { addresses } from '../addresses.ts';
import { useSpoken } from '../text/language.tsx';
import { TypeName } from './names.tsx';
import { useTitle } from './title.ts';

/** The name of a thing, its other names, and how often it is named. */
export function EntityHead({
  id,
  type,
  name,
  otherName,
  articleCount,
  mentionCount,
  children,
}: {
  readonly id: string;
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
        {text.mentionCount(mentionCount, number(mentionCount))} ·{' '}
        <a href={addresses.path(id)}>{text.wayFromHere}</a>
      </p>
      {children}
    </div>
  );
}

import type { UseQueryState } from '@urql/preact';
import { useSpoken } from '../text/language.tsx';
import { Answer } from './states.tsx';
import { monthBars, Timeline } from './timeline.tsx';
import { useZone } from './zone.ts';

interface Months {
  readonly timeline: readonly { readonly start: string; readonly articleCount: number }[];
}

/** How much was written about a thing, month by month. */
export function EntityTimeline<Data>({
  result,
  of,
  filter,
}: {
  readonly result: readonly [UseQueryState<Data>, (options?: { requestPolicy: 'network-only' }) => void];
  readonly of: (data: Data) => Months | null;
  readonly filter: Readonly<Record<string, unknown>>;
}) {
  const { text, month } = useSpoken();
  const zone = useZone();
  return (
    <section class="panel">
      <h2>{text.timeline}</h2>
      <Answer result={result}>
        {(data) => {
          const months = of(data)?.timeline ?? [];
          return months.length === 0 ? (
            <p class="muted">{text.undated}</p>
          ) : (
            <Timeline label={text.timeline} bars={monthBars(months, month, filter, zone)} />
          );
        }}
      </Answer>
    </section>
  );
}

import { useQuery } from '@urql/preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { SuggestDocument, type SuggestQuery } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';
import { entityName, TypeName } from './names.tsx';

/** How long a reader pauses before what was typed is asked for, in milliseconds. */
const PAUSE = 150;

export type SuggestedName = SuggestQuery['suggest'][number]['node'];

/** A field with the names below it that begin as what is typed; for the mouse, the arrow keys and screen readers. */
export function NameField({
  name,
  label,
  hint,
  typed,
  type,
  choose,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly typed: string;
  readonly type: (typed: string) => void;
  readonly choose: (entity: SuggestedName) => void;
}) {
  const { text, language } = useSpoken();
  const list = useId();
  const [chosen, setChosen] = useState(-1);
  const [open, setOpen] = useState(false);
  const paused = usePaused(typed.trim());
  const [{ data }] = useQuery({
    query: SuggestDocument,
    variables: { prefix: paused, language },
    pause: paused === '' || !open,
  });
  const found = open && paused !== '' && paused === typed.trim() ? (data?.suggest ?? []) : [];
  const take = (entity: SuggestedName) => {
    setOpen(false);
    setChosen(-1);
    choose(entity);
  };
  return (
    <>
      <input
        type="text"
        inputMode="search"
        name={name}
        role="combobox"
        autocomplete="off"
        aria-label={label}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
        placeholder={hint}
        value={typed}
        onInput={({ currentTarget }) => {
          type(currentTarget.value);
          setChosen(-1);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          const target = found[chosen];
          if (event.key === 'Enter' && target) {
            event.preventDefault();
            take(target.node);
          }
          if (event.key === 'Escape') setOpen(false);
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined || found.length === 0) return;
          event.preventDefault();
          const next = chosen + step;
          if (next < -1) setChosen(found.length - 1);
          else setChosen(next === found.length ? -1 : next);
        }}
      />
      <div id={list} class="found" role="listbox" aria-label={text.names} hidden={found.length === 0}>
        {found.map((one, index) => (
          <div
            key={one.node.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onMouseDown={(event) => {
              // Before the field loses the focus, which closes the list.
              event.preventDefault();
              take(one.node);
            }}
          >
            <TypeName type={one.node.__typename} />
            {entityName(one.node)}
            {one.text !== entityName(one.node) && <span class="muted"> {one.text}</span>}
          </div>
        ))}
      </div>
    </>
  );
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

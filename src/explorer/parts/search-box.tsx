import { useQuery } from '@urql/preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addresses } from '../addresses.ts';
import { type FoundNameFragment, SuggestDocument } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';
import { entityAddress, entityName, TypeName } from './names.tsx';

/** How long a reader pauses before what was typed is asked for, in milliseconds. */
const PAUSE = 150;

export function foundAddress(found: FoundNameFragment): string {
  if (found.__typename === 'Article') return addresses.search();
  return found.__typename === 'Category'
    ? addresses.search('', { category: found.path })
    : entityAddress(found);
}

export function foundName(found: FoundNameFragment): string {
  if (found.__typename === 'Article') return '';
  return found.__typename === 'Category' ? found.path.join(' / ') : entityName(found);
}

/** Searches as you type: names to choose from below the field, and all words on the page of results. */
export function SearchBox() {
  const { text, language } = useSpoken();
  const { query, route, path } = useLocation();
  const list = useId();
  const asked = path === '/search' ? (query.q ?? '') : '';
  const [typed, setTyped] = useState(asked);
  const [chosen, setChosen] = useState(-1);
  const [open, setOpen] = useState(false);
  useEffect(() => setTyped(asked), [asked]);
  const paused = usePaused(typed.trim());
  const [{ data }] = useQuery({
    query: SuggestDocument,
    variables: { prefix: paused, language },
    pause: paused === '' || !open,
  });
  const found = open && paused !== '' && paused === typed.trim() ? (data?.suggest ?? []) : [];
  const go = (address: string) => {
    setOpen(false);
    setChosen(-1);
    route(address);
  };
  return (
    <search class="search-box">
      <form
        action="/search"
        onSubmit={(event) => {
          event.preventDefault();
          const target = found[chosen];
          go(target ? entityAddress(target.node) : addresses.search(typed.trim()));
        }}
      >
        <input
          type="text"
          inputMode="search"
          name="q"
          role="combobox"
          autocomplete="off"
          aria-label={text.search}
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
          placeholder={text.searchHint}
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setChosen(-1);
            setOpen(true);
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (event.key === 'Escape') setOpen(false);
            if (step === undefined || found.length === 0) return;
            event.preventDefault();
            const next = chosen + step;
            if (next < -1) setChosen(found.length - 1);
            else setChosen(next === found.length ? -1 : next);
          }}
        />
      </form>
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
              go(entityAddress(one.node));
            }}
          >
            <TypeName type={one.node.__typename} />
            {entityName(one.node)}
            {one.text !== entityName(one.node) && <span class="muted"> {one.text}</span>}
          </div>
        ))}
      </div>
    </search>
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

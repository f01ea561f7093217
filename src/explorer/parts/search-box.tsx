import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addresses } from '../addresses.ts';
import type { FoundNameFragment } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';
import { NameField } from './name-field.tsx';
import { entityAddress, entityName } from './names.tsx';

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
  const { text } = useSpoken();
  const { query, route, path } = useLocation();
  const asked = path === '/search' ? (query.q ?? '') : '';
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  return (
    <search class="search-box">
      <form
        action="/search"
        onSubmit={(event) => {
          event.preventDefault();
          route(addresses.search(typed.trim()));
        }}
      >
        <NameField
          name="q"
          label={text.search}
          hint={text.searchHint}
          typed={typed}
          type={setTyped}
          choose={(entity) => route(entityAddress(entity))}
        />
      </form>
    </search>
  );
}

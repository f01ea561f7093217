import type { CombinedError, UseQueryState } from '@urql/preact';
import type { ComponentChildren } from 'preact';
import { addresses } from '../addresses.ts';
import { keepKey } from '../key.ts';
import { useSpoken } from '../text/language.tsx';
import { useTitle } from './title.ts';

/**
 * What a query came to: a sign that it runs, why it failed, or its data. Data that is there stays on the page while
 * newer data is fetched, and also when that fails.
 */
export function Answer<Data>({
  result: [{ data, error, fetching }, again],
  children,
}: {
  readonly result: readonly [UseQueryState<Data>, (options?: { requestPolicy: 'network-only' }) => void];
  readonly children: (data: Data) => ComponentChildren;
}) {
  const retry = () => again({ requestPolicy: 'network-only' });
  if (data === undefined || data === null) {
    if (error) return <Failure error={error} retry={retry} />;
    return fetching ? <Loading /> : null;
  }
  return (
    <>
      {error && <Failure error={error} retry={retry} />}
      {children(data)}
    </>
  );
}

export function Loading() {
  const { text } = useSpoken();
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{text.loading}</span>
      <div class="bone wide" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone short" />
    </div>
  );
}

export function Failure({ error, retry }: { readonly error: CombinedError; readonly retry: () => void }) {
  const { text } = useSpoken();
  if (error.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')) {
    return <KeyForm />;
  }
  const hints = error.graphQLErrors.map(({ extensions }) => extensions.hint).filter(Boolean);
  return (
    <div class="notice failure" role="alert">
      <p>{error.networkError ? text.unreachable : text.failed}</p>
      {error.graphQLErrors.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
      {hints.map((hint) => (
        <p key={String(hint)}>{String(hint)}</p>
      ))}
      <button type="button" onClick={retry}>
        {text.retry}
      </button>
    </div>
  );
}

/** Asks for the key of a server that answers to keys only. */
function KeyForm() {
  const { text } = useSpoken();
  return (
    <form
      class="notice"
      onSubmit={(event) => {
        event.preventDefault();
        keepKey(String(new FormData(event.currentTarget).get('key') ?? '').trim());
        location.reload();
      }}
    >
      <h1>{text.keyNeeded}</h1>
      <p>
        <label>
          {text.key} <input type="password" name="key" autocomplete="off" required />
        </label>{' '}
        <button type="submit" class="primary">
          {text.open}
        </button>
      </p>
    </form>
  );
}

export function NotFound() {
  const { text } = useSpoken();
  useTitle(text.notFound);
  return (
    <div class="notice">
      <h1>{text.notFound}</h1>
      <p>{text.notFoundHint}</p>
      <p>
        <a href={addresses.search()}>{text.search}</a>
      </p>
    </div>
  );
}

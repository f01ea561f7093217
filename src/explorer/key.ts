const NAME = 'newsgraph.key';

/** The key of a server that asks for one; kept until the tab is closed. */
function currentKey(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

export function keepKey(key: string): void {
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    // A browser that keeps nothing asks again on each page.
  }
}

export function authorization(): Record<string, string> {
  const key = currentKey();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

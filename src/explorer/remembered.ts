/** What a reader chose on this machine; forgotten where the browser keeps nothing. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`newsgraph.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`newsgraph.${name}`, value);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
}

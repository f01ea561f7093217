/** An operation as a client asks for it, with nothing beside it that somebody else would have to look at. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a JSON body asks; null where it is more than an operation with its variables, or no such thing. */
export function askedIn(body: string): Asked | null {
  const parameters = parsed(body);
  if (!isObject(parameters)) return null;
  const { query, operationName = null, variables = null, extensions = null, ...others } = parameters;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isObject(variables)) return null;
  // Documents may be registered by it, or asked for.
  if (extensions !== null && (!isObject(extensions) || 'persistedQuery' in extensions)) return null;
  return { query, operationName, variables: variables ?? {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Store } from '../store/store.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What every resolver is given: one for each operation, so that nothing is remembered between two requests. */
export interface GraphContext {
  readonly store: Store;
  /** Replaced before each event of a subscription, which must not see what an earlier event loaded. */
  loaders: Loaders;
  /** Whether the schema may be read: `_service { sdl }` obeys it. Introspection itself is the server's to refuse. */
  readonly introspection: boolean;
}

interface ContextOptions {
  /** True where not given. */
  readonly introspection?: boolean;
}

export function createContext(store: Store, options: ContextOptions = {}): GraphContext {
  return { store, loaders: createLoaders(store), introspection: options.introspection ?? true };
}

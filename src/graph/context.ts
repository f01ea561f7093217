import type { CorrectionService } from '../linking/correction.ts';
import type { Store } from '../store/store.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What every resolver is given: one for each operation, so that nothing is remembered between two requests. */
export interface GraphContext {
  readonly store: Store;
  /** Replaced before each event of a subscription, which must not see what an earlier event loaded. */
  loaders: Loaders;
  /** Whether the schema may be read: `_service { sdl }` obeys it. Introspection itself is the server's to refuse. */
  readonly introspection: boolean;
  /** Null where nothing is known of the catalog that the store was linked with. */
  readonly corrections: CorrectionService | null;
  /** Whether the sender of the operation may correct links. */
  readonly mayCorrect: boolean;
  /** What an operation may cost at most; the default of the limits where not given. */
  readonly maxCost?: number;
}

interface ContextOptions {
  /** True where not given. */
  readonly introspection?: boolean;
  readonly corrections?: CorrectionService | null;
  /** False where not given. */
  readonly mayCorrect?: boolean;
  readonly maxCost?: number;
}

export function createContext(store: Store, options: ContextOptions = {}): GraphContext {
  const { introspection = true, corrections = null, mayCorrect = false, maxCost } = options;
  return {
    store,
    loaders: createLoaders(store),
    introspection,
    corrections,
    mayCorrect,
    ...(maxCost === undefined ? {} : { maxCost }),
  };
}

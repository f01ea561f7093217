import type { Framework } from '../catalog/catalog.ts';
import type { ArticleRow, CategoryRow, CompanyRow, ProductRow, TickerRow, TopicRow } from '../store/store.ts';

/** A framework of the catalog, which says what it is as the rows of the store do. */
export type FrameworkRow = Framework & { readonly type: 'Framework' };

/** The rows that a text can name. */
export type EntityRow = CompanyRow | ProductRow | TopicRow | TickerRow;

/** What a search can find. */
export type FoundRow = EntityRow | ArticleRow | CategoryRow;

/** The row behind any type that has a global id. */
export type NodeRow = FoundRow | FrameworkRow;

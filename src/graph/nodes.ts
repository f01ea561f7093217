import type { EntityType, Framework } from '../catalog/catalog.ts';
import type { ArticleRow, CategoryRow, CompanyRow, ProductRow, TickerRow, TopicRow } from '../store/store.ts';
import type { NodeType } from './ids.ts';

/** The row behind any type that has a global id. */
export type NodeRow = Framework | ArticleRow | CompanyRow | ProductRow | TopicRow | TickerRow | CategoryRow;

/** The rows that a text can name. */
export type EntityRow = CompanyRow | ProductRow | TopicRow | TickerRow;

/** The GraphQL type of a row, told by the columns that only its table has. */
export function typeNameOf(row: NodeRow): NodeType {
  if ('components' in row) return 'Framework';
  if ('title' in row) return 'Article';
  if ('symbol' in row) return 'Ticker';
  if ('makerId' in row) return 'Product';
  if ('position' in row) return 'Topic';
  if ('path' in row) return 'Category';
  return 'Company';
}

/** The type of a row that a text can name. */
export function entityTypeOf(row: EntityRow): EntityType {
  if ('symbol' in row) return 'Ticker';
  if ('makerId' in row) return 'Product';
  return 'position' in row ? 'Topic' : 'Company';
}

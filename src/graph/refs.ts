import type { FrameworkComponent as CatalogComponent } from '../catalog/catalog.ts';
import type {
  ArticleRow,
  CategoryRow,
  CompanyRow,
  MentionRow,
  ProductRow,
  TickerRow,
  TopicRow,
} from '../store/store.ts';
import { builder } from './builder.ts';
import type { FrameworkRow } from './rows.ts';

/** A component of a framework with its place, from 1. */
export interface PlacedComponent extends CatalogComponent {
  readonly position: number;
}

// The types that refer to each other, declared before the files that define them.
/** What a text can name; its fields are in entity.ts. */
export const Entity = builder.interfaceRef<CompanyRow | ProductRow | TickerRow | TopicRow>('Entity');
export const Article = builder.objectRef<ArticleRow>('Article');
export const Company = builder.objectRef<CompanyRow>('Company');
export const Product = builder.objectRef<ProductRow>('Product');
export const Topic = builder.objectRef<TopicRow>('Topic');
export const Ticker = builder.objectRef<TickerRow>('Ticker');
export const Category = builder.objectRef<CategoryRow>('Category');
export const Framework = builder.objectRef<FrameworkRow>('Framework');
export const FrameworkComponent = builder.objectRef<PlacedComponent>('FrameworkComponent');
export const Mention = builder.objectRef<MentionRow>('Mention');

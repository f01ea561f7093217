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

// The types that refer to each other, declared before the files that define them.
export const Article = builder.objectRef<ArticleRow>('Article');
export const Company = builder.objectRef<CompanyRow>('Company');
export const Product = builder.objectRef<ProductRow>('Product');
export const Topic = builder.objectRef<TopicRow>('Topic');
export const Ticker = builder.objectRef<TickerRow>('Ticker');
export const Category = builder.objectRef<CategoryRow>('Category');
export const Mention = builder.objectRef<MentionRow>('Mention');

/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which articles to take. All parts that are given must hold; an empty filter takes every article. Names that do not exist match nothing, and so does an empty list of alternatives. */
export type ArticleFilter = {
  /** The author, exactly as `Article.author` gives it. */
  author?: string | null | undefined;
  /** The path of a category from its root; the article is in it or below it. Example: `["科技", "芯片"]`. */
  category?: Array<string> | null | undefined;
  /** A revision of the corpus: only articles that were added or changed after it. */
  changedSince?: string | null | undefined;
  /** Slugs of companies; the article names at least one of them. Example: `["amazon", "aws"]`. */
  companies?: Array<string> | null | undefined;
  /** Whether each of `companies` stands for what it owns as well: subsidiaries and products, down the whole tree. */
  includeOwned?: boolean | null | undefined;
  /** A BCP 47 language tag, as `Article.language` gives it. `zh` also takes `zh-Hans` and `zh-Hant`. */
  language?: string | null | undefined;
  /** What the article must and must not name, by global ids. */
  mentions?: EntitySetFilter | null | undefined;
  /** Slugs of products; the article names at least one of them, or a member of the family of one. */
  products?: Array<string> | null | undefined;
  /** When the article was published. Articles without a date are left out. */
  publishedAt?: DateTimeRange | null | undefined;
  /** The name of the source, exactly as `Article.source.name` gives it. */
  source?: string | null | undefined;
  /** Tags; the article has at least one of them. */
  tags?: Array<string> | null | undefined;
  /** Words that the title or text must contain, as in `search`. */
  text?: string | null | undefined;
  /** Tickers as market code and symbol; the article has at least one of them. Example: `["XNAS:AMZN"]`. */
  tickers?: Array<string> | null | undefined;
  /** Slugs of topics; the article names at least one of them, or a topic below one of them. */
  topics?: Array<string> | null | undefined;
};

/** A range of time, open on the side whose end is not given. */
export type DateTimeRange = {
  /** The first moment in the range. */
  from?: string | null | undefined;
  /** The first moment after the range. */
  to?: string | null | undefined;
};

/** Which companies, products, tickers and topics an article must and must not name, by their global ids. All parts must hold. A topic stands for the topics below it as well, a product for the members of its family. */
export type EntitySetFilter = {
  /** The article names every one of these. */
  all?: Array<string> | null | undefined;
  /** The article names at least one of these. */
  any?: Array<string> | null | undefined;
  /** Whether each company stands for what it owns as well: subsidiaries and products, down the whole tree. */
  includeOwned?: boolean | null | undefined;
  /** The article names none of these. */
  none?: Array<string> | null | undefined;
};

export type ArticlePageQueryVariables = Exact<{
  slug: string;
}>;


export type ArticlePageQuery = { article: { id: string, title: string, publishedAt: string | null, companies: { totalCount: number, edges: Array<{ mentionCount: number, inTitle: boolean, firstMention: { surface: string, sentence: string } | null, node: { slug: string, name: string } }> } } | null };

export type CompanyArticlesQueryVariables = Exact<{
  slug: string;
  filter?: ArticleFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type CompanyArticlesQuery = { company: { name: string, articles: { nodes: Array<{ slug: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CompanyFacetsQueryVariables = Exact<{
  slug: string;
  filter?: ArticleFilter | null | undefined;
}>;


export type CompanyFacetsQuery = { company: { articles: { totalCount: number, facets: { companies: Array<{ value: string, count: number, filter: ArticleFilter }> } } } | null };

export type NodeQueryVariables = Exact<{
  id: string;
}>;


export type NodeQuery = { node:
    | { __typename: 'Article', title: string }
    | { __typename: 'Category' }
    | { __typename: 'Company', slug: string }
    | { __typename: 'Framework' }
    | { __typename: 'Product' }
    | { __typename: 'Ticker' }
    | { __typename: 'Topic' }
   | null };

export type ArticleIngestedSubscriptionVariables = Exact<{
  filter?: ArticleFilter | null | undefined;
}>;


export type ArticleIngestedSubscription = { articleIngested: { slug: string, publishedAt: string | null } };


export const ArticlePageDocument = {"__meta__":{"hash":"sha256:9504dc2d079145b4981f76987937641a7fa246c1a2510c52c66c5887b4db8c9e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ArticlePage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slug"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"article"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"slug"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slug"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"companies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mentionCount"}},{"kind":"Field","name":{"kind":"Name","value":"inTitle"}},{"kind":"Field","name":{"kind":"Name","value":"firstMention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"surface"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}}]}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"StringValue","value":"zh","block":false}}]}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ArticlePageQuery, ArticlePageQueryVariables>;
export const CompanyArticlesDocument = {"__meta__":{"hash":"sha256:148fb1690773797ff4648c20b1c619c47e779e5390636c0627095bd1a74f224b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CompanyArticles"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slug"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ArticleFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"company"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"slug"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slug"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"articles"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CompanyArticlesQuery, CompanyArticlesQueryVariables>;
export const CompanyFacetsDocument = {"__meta__":{"hash":"sha256:126566bb50cd64487c15e49168411185e68af1e01084e19435f16246699c657f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CompanyFacets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slug"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ArticleFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"company"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"slug"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slug"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"articles"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"facets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"companies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"filter"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CompanyFacetsQuery, CompanyFacetsQueryVariables>;
export const NodeDocument = {"__meta__":{"hash":"sha256:ecfca401688f1d9008d62ad78c47c238f7d08718964dcb03a163cd7d0e8aba7f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Node"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Article"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Company"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}}]}}]} as unknown as DocumentNode<NodeQuery, NodeQueryVariables>;
export const ArticleIngestedDocument = {"__meta__":{"hash":"sha256:fa0597da938e9cdf31ca802f0700ab2e5d369769869d2ca8e05101799d8775a2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ArticleIngested"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ArticleFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"articleIngested"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}}]}}]}}]} as unknown as DocumentNode<ArticleIngestedSubscription, ArticleIngestedSubscriptionVariables>;
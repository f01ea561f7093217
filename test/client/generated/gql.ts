/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query ArticlePage($slug: String!) {\n    article(slug: $slug) {\n      id\n      title\n      publishedAt\n      companies(first: 3) {\n        totalCount\n        edges {\n          mentionCount\n          inTitle\n          firstMention {\n            surface\n            sentence\n          }\n          node {\n            slug\n            name(language: \"zh\")\n          }\n        }\n      }\n    }\n  }\n": typeof types.ArticlePageDocument,
    "\n  query CompanyArticles($slug: String!, $filter: ArticleFilter, $first: Int!, $after: String) {\n    company(slug: $slug) {\n      name\n      articles(filter: $filter, first: $first, after: $after) {\n        nodes {\n          slug\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.CompanyArticlesDocument,
    "\n  query CompanyFacets($slug: String!, $filter: ArticleFilter) {\n    company(slug: $slug) {\n      articles(filter: $filter) {\n        totalCount\n        facets {\n          companies(first: 3) {\n            value\n            count\n            filter\n          }\n        }\n      }\n    }\n  }\n": typeof types.CompanyFacetsDocument,
    "\n  query Node($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Article {\n        title\n      }\n      ... on Company {\n        slug\n      }\n    }\n  }\n": typeof types.NodeDocument,
    "\n  subscription ArticleIngested($filter: ArticleFilter) {\n    articleIngested(filter: $filter) {\n      slug\n      publishedAt\n    }\n  }\n": typeof types.ArticleIngestedDocument,
};
const documents: Documents = {
    "\n  query ArticlePage($slug: String!) {\n    article(slug: $slug) {\n      id\n      title\n      publishedAt\n      companies(first: 3) {\n        totalCount\n        edges {\n          mentionCount\n          inTitle\n          firstMention {\n            surface\n            sentence\n          }\n          node {\n            slug\n            name(language: \"zh\")\n          }\n        }\n      }\n    }\n  }\n": types.ArticlePageDocument,
    "\n  query CompanyArticles($slug: String!, $filter: ArticleFilter, $first: Int!, $after: String) {\n    company(slug: $slug) {\n      name\n      articles(filter: $filter, first: $first, after: $after) {\n        nodes {\n          slug\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.CompanyArticlesDocument,
    "\n  query CompanyFacets($slug: String!, $filter: ArticleFilter) {\n    company(slug: $slug) {\n      articles(filter: $filter) {\n        totalCount\n        facets {\n          companies(first: 3) {\n            value\n            count\n            filter\n          }\n        }\n      }\n    }\n  }\n": types.CompanyFacetsDocument,
    "\n  query Node($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Article {\n        title\n      }\n      ... on Company {\n        slug\n      }\n    }\n  }\n": types.NodeDocument,
    "\n  subscription ArticleIngested($filter: ArticleFilter) {\n    articleIngested(filter: $filter) {\n      slug\n      publishedAt\n    }\n  }\n": types.ArticleIngestedDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ArticlePage($slug: String!) {\n    article(slug: $slug) {\n      id\n      title\n      publishedAt\n      companies(first: 3) {\n        totalCount\n        edges {\n          mentionCount\n          inTitle\n          firstMention {\n            surface\n            sentence\n          }\n          node {\n            slug\n            name(language: \"zh\")\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ArticlePage($slug: String!) {\n    article(slug: $slug) {\n      id\n      title\n      publishedAt\n      companies(first: 3) {\n        totalCount\n        edges {\n          mentionCount\n          inTitle\n          firstMention {\n            surface\n            sentence\n          }\n          node {\n            slug\n            name(language: \"zh\")\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CompanyArticles($slug: String!, $filter: ArticleFilter, $first: Int!, $after: String) {\n    company(slug: $slug) {\n      name\n      articles(filter: $filter, first: $first, after: $after) {\n        nodes {\n          slug\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CompanyArticles($slug: String!, $filter: ArticleFilter, $first: Int!, $after: String) {\n    company(slug: $slug) {\n      name\n      articles(filter: $filter, first: $first, after: $after) {\n        nodes {\n          slug\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CompanyFacets($slug: String!, $filter: ArticleFilter) {\n    company(slug: $slug) {\n      articles(filter: $filter) {\n        totalCount\n        facets {\n          companies(first: 3) {\n            value\n            count\n            filter\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CompanyFacets($slug: String!, $filter: ArticleFilter) {\n    company(slug: $slug) {\n      articles(filter: $filter) {\n        totalCount\n        facets {\n          companies(first: 3) {\n            value\n            count\n            filter\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Node($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Article {\n        title\n      }\n      ... on Company {\n        slug\n      }\n    }\n  }\n"): (typeof documents)["\n  query Node($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Article {\n        title\n      }\n      ... on Company {\n        slug\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ArticleIngested($filter: ArticleFilter) {\n    articleIngested(filter: $filter) {\n      slug\n      publishedAt\n    }\n  }\n"): (typeof documents)["\n  subscription ArticleIngested($filter: ArticleFilter) {\n    articleIngested(filter: $filter) {\n      slug\n      publishedAt\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;
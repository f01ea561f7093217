import { graphql } from './generated/gql.ts';

/** What an article names, as a page of a site would show it. */
export const ARTICLE_PAGE = graphql(`
  query ArticlePage($slug: String!) {
    article(slug: $slug) {
      id
      title
      publishedAt
      companies(first: 3) {
        totalCount
        edges {
          mentionCount
          inTitle
          firstMention {
            surface
            sentence
          }
          node {
            slug
            name(language: "zh")
          }
        }
      }
    }
  }
`);

/** The articles of a company, a page at a time, narrowed by a filter. */
export const COMPANY_ARTICLES = graphql(`
  query CompanyArticles($slug: String!, $filter: ArticleFilter, $first: Int!, $after: String) {
    company(slug: $slug) {
      name
      articles(filter: $filter, first: $first, after: $after) {
        nodes {
          slug
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What the articles of a company have in common, each value with the filter that narrows to it. */
export const COMPANY_FACETS = graphql(`
  query CompanyFacets($slug: String!, $filter: ArticleFilter) {
    company(slug: $slug) {
      articles(filter: $filter) {
        totalCount
        facets {
          companies(first: 3) {
            value
            count
            filter
          }
        }
      }
    }
  }
`);

/** Any node, read again by its global id. */
export const NODE = graphql(`
  query Node($id: ID!) {
    node(id: $id) {
      __typename
      ... on Article {
        title
      }
      ... on Company {
        slug
      }
    }
  }
`);

/** Every new article that a filter lets through. */
export const ARTICLE_INGESTED = graphql(`
  subscription ArticleIngested($filter: ArticleFilter) {
    articleIngested(filter: $filter) {
      slug
      publishedAt
    }
  }
`);

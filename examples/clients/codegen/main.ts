import { type FragmentType, graphql, useFragment as unmask } from './generated/index.ts';
import { request } from './request.ts';

const ARTICLE_LINE = graphql(`
  fragment ArticleLine on Article {
    id
    title
    publishedAt
    categories(first: 5) {
      nodes {
        id
        path
      }
    }
  }
`);

const COMPANY_ARTICLES = graphql(`
  query CompanyArticles($slug: String!, $first: Int!, $after: String) {
    company(slug: $slug) {
      id
      name
      chineseName: name(language: "zh")
      articles(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ...ArticleLine
        }
      }
    }
  }
`);

/** What the articles of a company are, read a page of one article at a time. */
export async function main(url: string): Promise<string[]> {
  const lines: string[] = [];
  let after: string | null = null;
  do {
    const { name, chineseName, articles }: Company = await page(url, after);
    if (after === null) lines.push(`${name} (${chineseName}): ${articles.totalCount} articles`);
    lines.push(...articles.nodes.map(line));
    after = articles.pageInfo.hasNextPage ? (articles.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return lines;
}

type Company = Awaited<ReturnType<typeof page>>;

async function page(url: string, after: string | null) {
  const { company } = await request(url, COMPANY_ARTICLES, { slug: 'aws', first: 1, after });
  if (!company) throw new Error('There is no such company.');
  return company;
}

function line(masked: FragmentType<typeof ARTICLE_LINE>): string {
  const { title, publishedAt, categories } = unmask(ARTICLE_LINE, masked);
  const paths = categories.nodes.map(({ path }) => path.join('/'));
  return `${publishedAt?.slice(0, 10)} ${title} [${paths.join(', ')}]`;
}

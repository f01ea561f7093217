import type { Media as MediaData } from '../documents/document.ts';
import type { ArticleBody, ArticleId } from '../store/store.ts';
import { builder } from './builder.ts';
import { Diagnostic } from './diagnostic.ts';
import { badUserInput } from './errors.ts';
import { excerpt } from './excerpt.ts';
import type { Loaders } from './loaders.ts';
import { ArticleSource, Image, Link, Media, StockChart } from './media.ts';
import { Article } from './refs.ts';

/** The heavy half of an article; empty where a new revision removed the article since its row was read. */
async function body(id: ArticleId, loaders: Loaders): Promise<ArticleBody> {
  return (await loaders.body.load(id)) ?? REMOVED;
}

const REMOVED: ArticleBody = {
  bodyText: '',
  bodyHtml: '',
  images: [],
  links: [],
  stockCharts: [],
  frontMatter: {},
  details: {},
};

/** The store keeps what it has no column for as it stands in the document. */
function mediaOf({ media }: ArticleBody['details']): MediaData[] {
  return Array.isArray(media) ? media.filter(isMedia) : [];
}

function isMedia(value: unknown): value is MediaData {
  return typeof value === 'object' && value !== null && 'kind' in value && 'url' in value;
}

builder.node(Article, {
  description: 'A news post, with everything that it names. The unit of the corpus.',
  id: { resolve: ({ slug }) => slug },
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description:
        'The name of the file without its extension, with as many folders in front as it takes to be unique. Example: `2024-05-24-launch`.',
    }),
    path: t.exposeString('path', {
      description: 'The file, relative to the folder that it was found in, with forward slashes.',
    }),
    title: t.exposeString('title', { description: 'The title as plain text. Title ranges point into it.' }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'The canonical address of the article. Null if the post names none.',
    }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was published, in UTC. Null if the post gives no usable date.',
    }),
    publishedOn: t.expose('publishedOn', {
      type: 'Date',
      nullable: true,
      description:
        'The day of publication in the time zone of the post. Null if the post gives no usable date.',
    }),
    publishedOffset: t.exposeString('publishedOffset', {
      nullable: true,
      description:
        'The offset from UTC as the post wrote it, for example `+08:00`. Null if the post gave no offset, so that the time zone of the corpus was assumed.',
    }),
    language: t.exposeString('language', {
      description:
        'The language of the text as a BCP 47 tag, for example `zh-Hans` or `en`; `und` if there is too little text to tell.',
    }),
    author: t.exposeString('author', {
      nullable: true,
      description: 'The author. Null if the post names none.',
    }),
    source: t.expose('source', {
      type: ArticleSource,
      nullable: true,
      description: 'Who published it in the first place. Null if the post does not say.',
    }),
    excerpt: t.string({
      description:
        'The beginning of the text on one line, cut after a sentence where possible, otherwise after a word and with "…".',
      args: {
        length: t.arg.int({
          defaultValue: 200,
          description: 'The most UTF-16 code units that it may have, from 1 to 10,000.',
        }),
      },
      resolve: async ({ id }, { length }, { loaders }) => {
        const limit = length ?? 200;
        if (limit < 1 || limit > 10_000) {
          throw badUserInput('length', `\`length\` must be from 1 to 10,000, not ${limit}.`);
        }
        return excerpt((await body(id, loaders)).bodyText, limit);
      },
    }),
    bodyText: t.string({
      description:
        'The text as a reader sees it: blocks on lines of their own, without navigation and hidden text. Body ranges are UTF-16 code units of it.',
      resolve: async ({ id }, _, { loaders }) => (await body(id, loaders)).bodyText,
    }),
    bodyHtml: t.string({
      description: 'The body as sanitised HTML, safe to put into a page as it is.',
      resolve: async ({ id }, _, { loaders }) => (await body(id, loaders)).bodyHtml,
    }),
    wordCount: t.exposeInt('wordCount', {
      description:
        'The length of the text: Chinese, Japanese and Korean characters plus words of other scripts.',
    }),
    readingMinutes: t.exposeInt('readingMinutes', {
      description: 'How long a reader needs, in whole minutes, at least 1.',
    }),
    heroImage: t.expose('heroImage', {
      type: Image,
      nullable: true,
      description: 'The picture that stands for the article. Null if it has no picture.',
    }),
    images: t.field({
      type: [Image],
      description: 'All pictures of the body, in the order of the text.',
      resolve: async ({ id }, _, { loaders }) => (await body(id, loaders)).images,
    }),
    media: t.field({
      type: [Media],
      description: 'The videos, recordings and embedded pages of the body, in the order of the text.',
      resolve: async ({ id }, _, { loaders }) => mediaOf((await body(id, loaders)).details),
    }),
    links: t.field({
      type: [Link],
      description: 'All hyperlinks of the body, in the order of the text.',
      resolve: async ({ id }, _, { loaders }) => (await body(id, loaders)).links,
    }),
    stockCharts: t.field({
      type: [StockChart],
      description: 'The stock charts that are embedded in the post, in its order.',
      resolve: async ({ id }, _, { loaders }) => (await body(id, loaders)).stockCharts,
    }),
    tags: t.exposeStringList('tags', { description: 'The tags of the post, as it lists them.' }),
    mentionCount: t.exposeInt('mentionCount', {
      description:
        'How many times the title and text name a company, product, ticker or topic; ambiguous mentions do not count.',
    }),
    ingestedAt: t.expose('ingestedAt', {
      type: 'DateTime',
      description: 'When it came to be as it is, in UTC.',
    }),
    revision: t.exposeString('revision', {
      description: 'The revision of the corpus in which it came to be as it is.',
    }),
    frontMatter: t.field({
      type: 'JSON',
      description: 'The front matter of the post, as it was written.',
      resolve: async ({ id }, _, { loaders }) => (await body(id, loaders)).frontMatter,
    }),
    diagnostics: t.field({
      type: [Diagnostic],
      description: 'What was wrong or uncertain about the file. Empty if all was well.',
      resolve: ({ id }, _, { loaders }) => loaders.articleDiagnostics.load(id),
    }),
  }),
});

import type {
  ArticleSource as ArticleSourceData,
  Image as ImageData,
  Link as LinkData,
  Media as MediaData,
} from '../documents/document.ts';
import type { StockChartRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { linkedArticle } from './linked-article.ts';
import { Article, Ticker } from './refs.ts';

export const Image = builder.objectRef<ImageData>('Image').implement({
  description: 'A picture of an article.',
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'Where the picture is, as the post names it.' }),
    alt: t.exposeString('alt', {
      nullable: true,
      description: 'The text that stands in for the picture. Null if the post gives none.',
    }),
    width: t.exposeInt('width', {
      nullable: true,
      description: 'The width in pixels, as the post states it. Null if the post does not state it.',
    }),
    height: t.exposeInt('height', {
      nullable: true,
      description: 'The height in pixels, as the post states it. Null if the post does not state it.',
    }),
    credit: t.exposeString('credit', {
      nullable: true,
      description: 'Whose picture it is, as a line beside it says. Null if none does.',
    }),
  }),
});

const MediaKind = builder.enumType('MediaKind', {
  description: 'What a medium of an article is.',
  values: {
    VIDEO: { description: 'A video that the post plays itself.' },
    AUDIO: { description: 'A recording that the post plays itself.' },
    EMBED: { description: 'A page of another site that is embedded, such as the player of a video.' },
  } as const,
});

export const Media = builder.objectRef<MediaData>('Media').implement({
  description: 'A video, a recording or an embedded page of an article.',
  fields: (t) => ({
    kind: t.expose('kind', { type: MediaKind, description: 'What it is.' }),
    url: t.expose('url', { type: 'URL', description: 'Where it is, as the post writes it.' }),
  }),
});

export const Link = builder.objectRef<LinkData>('Link').implement({
  description: 'A hyperlink in the body of an article. Navigation of the site is not among them.',
  fields: (t) => ({
    url: t.expose('url', {
      type: 'URL',
      description:
        'Where the link leads: absolute if the post says where it was published, otherwise as written.',
    }),
    text: t.exposeString('text', { description: 'The text that the link is around.' }),
    article: t.field({
      type: Article,
      nullable: true,
      description:
        'The article of the corpus that the link leads to, by its canonical address or its place in the folder. Null if it leads out of the corpus.',
      resolve: (link, _, { loaders }) => linkedArticle(link, loaders),
    }),
  }),
});

const ArticleSourceKind = builder.enumType('ArticleSourceKind', {
  description: 'How the source of an article is known.',
  values: {
    CREDIT: { description: 'The text itself credits it, as in （文章来源：某报）.' },
    AUTHOR: { description: 'It is the author whom the post names.' },
    SITE: { description: 'It is the site that the post came from.' },
  } as const,
});

export const ArticleSource = builder.objectRef<ArticleSourceData>('ArticleSource').implement({
  description: 'Who published an article in the first place.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name as the post writes it.' }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'Its address. Null if the post gives none.',
    }),
    kind: t.expose('kind', { type: ArticleSourceKind, description: 'How it is known.' }),
  }),
});

export const StockChart = builder.objectRef<StockChartRow>('StockChart').implement({
  description:
    'A stock chart that is embedded in a post: which security, and where its quote and picture are.',
  fields: (t) => ({
    ticker: t.field({
      type: Ticker,
      nullable: true,
      description: 'The security that is charted. Null if its market is no longer in the catalog.',
      resolve: ({ ticker }, _, { loaders }) => loaders.tickerByKey(ticker),
    }),
    quoteUrl: t.expose('quoteUrl', {
      type: 'URL',
      nullable: true,
      description: 'The page of the quote. Null if the post gives none.',
    }),
    chartUrl: t.expose('chartUrl', {
      type: 'URL',
      nullable: true,
      description: 'The picture of the chart. Null if the post gives none.',
    }),
  }),
});

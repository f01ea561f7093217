import { tickerKey } from '../catalog/catalog.ts';
import type { ExchangeRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { connection, pageRequest } from './connections.ts';
import { checkedText, Overtaken } from './errors.ts';
import { checkedMic, TickerFilterInput, tickerFilter } from './filters.ts';
import { localizedName } from './names.ts';
import { TickerOrderInput, tickerOrder } from './orders.ts';
import { Company, Entity, Ticker } from './refs.ts';

const Exchange = builder.objectRef<ExchangeRow>('Exchange').implement({
  description: 'A market on which securities are traded.',
  fields: (t) => ({
    mic: t.exposeString('mic', {
      description: 'Its market identifier code of ISO 10383, for example `XNAS`.',
    }),
    name: t.string({
      description: 'Its name in one language.',
      args: {
        language: t.arg.string({
          description:
            'A BCP 47 tag, for example `zh` or `zh-Hant`. English if not given, or if there is no name in it.',
        }),
      },
      resolve: ({ name }, { language }) => localizedName(name, language),
    }),
    country: t.exposeString('country', { description: 'Its country, ISO 3166-1 alpha-2, for example `US`.' }),
    currency: t.exposeString('currency', {
      description: 'The currency that it trades in, ISO 4217, for example `USD`.',
    }),
  }),
});

builder.node(Ticker, {
  interfaces: [Entity],
  description: 'A security on one exchange, such as AMZN on Nasdaq.',
  id: { resolve: ({ mic, symbol }) => tickerKey(mic, symbol) },
  fields: (t) => ({
    symbol: t.exposeString('symbol', {
      description: "The symbol in the exchange's own form, for example `AMZN` or `09988`.",
    }),
    mic: t.exposeString('mic', {
      description: 'The market identifier code of the exchange, ISO 10383, for example `XNAS`.',
    }),
    isin: t.exposeString('isin', {
      nullable: true,
      description:
        'The international securities identification number, ISO 6166. Null if the catalog has none.',
    }),
    figi: t.exposeString('figi', {
      nullable: true,
      description: 'The composite financial instrument global identifier. Null if the catalog has none.',
    }),
    exchange: t.field({
      type: Exchange,
      description: 'The exchange on which it is traded.',
      resolve: async ({ mic }, _, { loaders }) => {
        const exchange = await loaders.exchange.load(mic);
        if (exchange === null) throw new Overtaken(`The exchange of a ticker is missing: ${mic}`);
        return exchange;
      },
    }),
    company: t.field({
      type: Company,
      nullable: true,
      description: 'The company whose shares it lists. Null if it is not known.',
      resolve: ({ companyId }, _, { loaders }) =>
        companyId === null ? null : loaders.company.load(companyId),
    }),
    quoteUrl: t.expose('quoteUrl', {
      type: 'URL',
      nullable: true,
      description: 'A page with its quote, as a post gave it. Null if no post did.',
    }),
  }),
});
const TickerConnection = builder.connectionObject(
  { type: Ticker, name: 'TickerConnection', description: 'A page of tickers.' },
  { description: 'One ticker of a list.' },
);

builder.queryFields((t) => ({
  ticker: t.field({
    type: Ticker,
    nullable: true,
    description: 'The ticker with this symbol on this exchange. Null if there is none.',
    args: {
      exchange: t.arg.string({
        required: true,
        description: 'The market identifier code of the exchange, ISO 10383. Example: `XNAS`.',
      }),
      symbol: t.arg.string({
        required: true,
        description: "The symbol in the exchange's own form. Example: `AMZN`.",
      }),
    },
    resolve: (_, { exchange, symbol }, { loaders }) => {
      const key = tickerKey(checkedMic('exchange', exchange), checkedText('symbol', symbol));
      return loaders.tickerByKey(key);
    },
  }),
  tickers: t.connection(
    {
      type: Ticker,
      description: 'The tickers that are known, whether or not an article names them.',
      args: {
        filter: t.arg({
          type: TickerFilterInput,
          description: 'Which tickers to take. All if not given.',
        }),
        orderBy: t.arg({
          type: TickerOrderInput,
          description: 'The order of the tickers. By symbol if not given.',
        }),
      },
      resolve: (_, args, { store }) => {
        const order = tickerOrder(args.orderBy);
        const filter = tickerFilter(args.filter);
        const page = pageRequest(args);
        return connection({
          page: () => store.tickers.page(filter, order, page),
          count: () => store.tickers.count(filter),
        });
      },
    },
    TickerConnection,
  ),
}));

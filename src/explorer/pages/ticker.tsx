import { useQuery } from '@urql/preact';
import { useLocation, useRoute } from 'preact-iso';
import { TickerDocument, type TickerQuery, TickerTimelineDocument } from '../generated/graphql.ts';
import { EntityArticles } from '../parts/articles.tsx';
import { EntityHead } from '../parts/entity-head.tsx';
import { EntityTimeline } from '../parts/entity-timeline.tsx';
import { Facts } from '../parts/facts.tsx';
import { EntityLink } from '../parts/names.tsx';
import { Answer, NotFound } from '../parts/states.tsx';
import { useSpoken } from '../text/language.tsx';

export default function TickerPage() {
  const { language } = useSpoken();
  const { query } = useLocation();
  const { exchange = '', symbol = '' } = useRoute().params;
  const result = useQuery({
    query: TickerDocument,
    variables: { exchange, symbol, language, after: query.after ?? null },
  });
  return (
    <Answer result={result}>
      {({ ticker }) => (ticker === null ? <NotFound /> : <Contents ticker={ticker} />)}
    </Answer>
  );
}

function Contents({ ticker }: { readonly ticker: NonNullable<TickerQuery['ticker']> }) {
  const { text } = useSpoken();
  const { mic, symbol, company, exchange, quoteUrl } = ticker;
  const timeline = useQuery({
    query: TickerTimelineDocument,
    variables: { exchange: mic, symbol, interval: 'MONTH' },
  });
  return (
    <>
      <EntityHead {...ticker} type="Ticker" name={symbol} otherName={mic}>
        <Facts
          facts={[
            company !== null && [text.company, <EntityLink key="company" entity={company} />],
            [text.exchange, `${exchange.name} (${exchange.mic}), ${exchange.country}, ${exchange.currency}`],
            quoteUrl !== null && [
              text.quote,
              <a key="quote" href={quoteUrl} rel="noreferrer" target="_blank">
                {new URL(quoteUrl).hostname} ↗
              </a>,
            ],
          ]}
        />
      </EntityHead>
      <EntityTimeline
        result={timeline}
        of={(data) => data.ticker}
        filter={{ tickers: [`${mic}:${symbol}`] }}
      />
      <EntityArticles articles={ticker.articles} />
    </>
  );
}

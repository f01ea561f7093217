import { useQuery, useSubscription } from '@urql/preact';
import { ErrorBoundary, lazy, Route, Router } from 'preact-iso';
import { CorpusChangedDocument, LiveDocument } from './generated/graphql.ts';
import { Header } from './parts/header.tsx';
import { NotFound } from './parts/states.tsx';
import { ZoneContext } from './parts/zone.ts';
import { useSpoken } from './text/language.tsx';

const Overview = lazy(() => import('./pages/overview.tsx'));
const Search = lazy(() => import('./pages/search.tsx'));
const ArticlePage = lazy(() => import('./pages/article/article.tsx'));
const CompanyPage = lazy(() => import('./pages/company.tsx'));
const ProductPage = lazy(() => import('./pages/product.tsx'));
const TopicPage = lazy(() => import('./pages/topic.tsx'));
const TickerPage = lazy(() => import('./pages/ticker.tsx'));
const NamesPage = lazy(() => import('./pages/names.tsx'));
const Diagnostics = lazy(() => import('./pages/diagnostics.tsx'));

const Frameworks = lazy(() => import('./pages/frameworks.tsx'));
const PathPage = lazy(() => import('./pages/path.tsx'));
const FrameworkPage = lazy(() => import('./pages/framework.tsx'));

const Companies = () => <NamesPage type="companies" />;
const Products = () => <NamesPage type="products" />;
const Topics = () => <NamesPage type="topics" />;

export function App() {
  const { text } = useSpoken();
  const [{ data }] = useQuery({ query: LiveDocument });
  useSubscription({ query: CorpusChangedDocument });
  return (
    <ZoneContext.Provider value={data?.corpus.timeZone ?? 'UTC'}>
      <a class="skip" href="#content">
        {text.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <ErrorBoundary>
          <Router onRouteChange={() => window.scrollTo(0, 0)}>
            <Route path="/" component={Overview} />
            <Route path="/search" component={Search} />
            <Route path="/article/:slug+" component={ArticlePage} />
            <Route path="/company/:slug+" component={CompanyPage} />
            <Route path="/product/:slug+" component={ProductPage} />
            <Route path="/topic/:slug+" component={TopicPage} />
            <Route path="/ticker/:exchange/:symbol" component={TickerPage} />
            <Route path="/companies" component={Companies} />
            <Route path="/products" component={Products} />
            <Route path="/topics" component={Topics} />
            <Route path="/frameworks" component={Frameworks} />
            <Route path="/framework/:slug+" component={FrameworkPage} />
            <Route path="/path" component={PathPage} />
            <Route path="/diagnostics" component={Diagnostics} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      </main>
    </ZoneContext.Provider>
  );
}

import './styles/base.css';
import './styles/layout.css';
import './styles/article.css';
import './styles/charts.css';
import { Provider } from '@urql/preact';
import { render } from 'preact';
import { LocationProvider } from 'preact-iso';
import { App } from './app.tsx';
import { client } from './client.ts';
import { LanguageProvider } from './text/language.tsx';
import { applyTheme, firstTheme } from './theme.tsx';

applyTheme(firstTheme());
const root = document.getElementById('app');
if (root === null) throw new Error('The page has no element #app.');
render(
  <Provider value={client}>
    <LanguageProvider>
      <LocationProvider>
        <App />
      </LocationProvider>
    </LanguageProvider>
  </Provider>,
  root,
);

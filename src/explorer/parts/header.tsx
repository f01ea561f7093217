import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addresses } from '../addresses.ts';
import { watchConnection } from '../live.ts';
import { useSpoken } from '../text/language.tsx';
import { ThemeChoice } from '../theme.tsx';
import { SearchBox } from './search-box.tsx';

export function Header() {
  const { text, language, speak } = useSpoken();
  const { path } = useLocation();
  const links = [
    [addresses.overview, text.overview],
    [addresses.search(), text.search],
    [addresses.companies, text.companies],
    [addresses.products, text.products],
    [addresses.topics, text.topics],
    [addresses.path(), text.path],
    [addresses.frameworks, text.frameworks],
    [addresses.diagnostics, text.diagnostics],
  ] as const;
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href={addresses.overview}>
          <img src="/icon.svg" alt="" width="26" height="26" />
          Newsgraph
        </a>
        <SearchBox />
        <div class="choices">
          <Connection />
          <button
            type="button"
            class="quiet"
            lang={language === 'en' ? 'zh-Hans' : 'en'}
            onClick={() => speak(language === 'en' ? 'zh' : 'en')}
          >
            {text.otherLanguage}
          </button>
          <ThemeChoice />
        </div>
      </div>
      <nav class="pages">
        {links.map(([href, name]) => (
          <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
            {name}
          </a>
        ))}
        <a href="/graphql">GraphiQL</a>
      </nav>
    </header>
  );
}

function Connection() {
  const { text } = useSpoken();
  const [connected, setConnected] = useState(false);
  useEffect(() => watchConnection(setConnected), []);
  const meaning = connected ? text.live : text.notLive;
  return (
    <span
      class={connected ? 'connection on' : 'connection'}
      role="img"
      title={meaning}
      aria-label={meaning}
    />
  );
}

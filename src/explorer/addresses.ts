/** The addresses of the pages. Slugs may hold slashes, which stay as they are. */
const path = (slug: string) => slug.split('/').map(encodeURIComponent).join('/');

export const addresses = {
  overview: '/',
  article: (slug: string) => `/article/${path(slug)}`,
  company: (slug: string) => `/company/${path(slug)}`,
  product: (slug: string) => `/product/${path(slug)}`,
  topic: (slug: string) => `/topic/${path(slug)}`,
  ticker: (mic: string, symbol: string) => `/ticker/${path(mic)}/${path(symbol)}`,
  companies: '/companies',
  products: '/products',
  topics: '/topics',
  frameworks: '/frameworks',
  framework: (slug: string) => `/framework/${path(slug)}`,
  path: (from = '', to = '') => {
    const ends = new URLSearchParams();
    if (from !== '') ends.set('from', from);
    if (to !== '') ends.set('to', to);
    return from === '' && to === '' ? '/path' : `/path?${ends}`;
  },
  diagnostics: '/diagnostics',
  search: (query = '', filter: Readonly<Record<string, unknown>> = {}) => {
    const parameters = new URLSearchParams();
    if (query !== '') parameters.set('q', query);
    if (Object.keys(filter).length > 0) parameters.set('filter', JSON.stringify(filter));
    const search = parameters.toString();
    return search === '' ? '/search' : `/search?${search}`;
  },
};

/** The same page with one parameter of its address set, or taken away where the value is empty. */
export function withParameter(url: string, name: string, value: string | null): string {
  const { pathname, searchParams } = new URL(url, location.origin);
  if (value === null || value === '') searchParams.delete(name);
  else searchParams.set(name, value);
  const search = searchParams.toString();
  return search === '' ? pathname : `${pathname}?${search}`;
}

/**
 * A process that ingests articles: `node ingester.ts LOCATION FROM TO [hold]`. With `hold` it never commits; it says
 * `written` when its articles are, and waits to be killed.
 */
import { openStore } from '../../src/store/open.ts';
import { articleOf, catalogOf, company } from './corpus-builder.ts';

const [location = '', from = '0', to = '0', hold] = process.argv.slice(2);
const store = await openStore(location);
const transaction = await store.beginIngest();
await transaction.putCatalog(catalogOf({ companies: [{ slug: 'amazon' }, { slug: 'meta' }] }));
for (let index = Number(from); index < Number(to); index++) {
  const article = articleOf(`article-${index}`, {
    title: `Amazon ${index}`,
    publishedAt: new Date(Date.UTC(2022, 0, 1, index)).toISOString(),
    bodyText: index % 2 === 0 ? 'Meta and Amazon.' : 'Amazon.',
    names: { Amazon: company('amazon'), Meta: company('meta') },
    categories: [['news', `part ${index % 3}`]],
    tags: [`tag ${index % 5}`],
  });
  await transaction.putArticles([article]);
}
process.stdout.write('written\n');
if (hold === 'hold') {
  setInterval(() => {}, 1000);
} else {
  process.stdout.write(`revision ${await transaction.commit()}\n`);
  await store.close();
}

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { writtenPosts } from '../../scripts/gold.ts';
import { scorePost } from '../../scripts/score.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { createLinker } from '../../src/linking/linker.ts';

test('on the written posts no ticker and no trap is wrong, and these are all the misses that are known', async () => {
  const catalog = await loadCatalog([SHIPPED_CATALOG]);
  const linker = createLinker(catalog);
  const posts = writtenPosts(fileURLToPath(new URL('../gold/posts.yaml', import.meta.url)));
  const findings = posts.flatMap((post) => {
    const { outcomes, wrongTickers, trapped } = scorePost(post, linker.link(post.document), catalog);
    return [
      ...wrongTickers.map((ticker) => `${post.name}: wrong ticker ${ticker}`),
      ...trapped.map((surface) => `${post.name}: trapped by ${surface}`),
      ...outcomes.flatMap(({ kind, wrong, missed }) => [
        ...wrong.map((slug) => `${post.name}: ${kind}, wrong ${slug}`),
        ...missed.map((slug) => `${post.name}: ${kind}, missed ${slug}`),
      ]),
    ];
  });
  // 联发科天玑 and 索尼 PlayStation are names of products in the catalog, so the makers in them are not named apart.
  // 航运 is shipping, which the catalog counts among logistics and the annotation does not.
  expect(findings).toEqual([
    'p118: companies, missed mediatek',
    'p148: companies, missed sony',
    'p196: topics, wrong logistics',
  ]);
});

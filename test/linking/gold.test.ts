import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { writtenPosts } from '../../scripts/gold.ts';
import { scorePost } from '../../scripts/score.ts';
import { withListings } from '../../src/catalog/catalog.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { createLinker } from '../../src/linking/linker.ts';

const catalog = withListings(await loadCatalog([SHIPPED_CATALOG]));
const linker = createLinker(catalog);

/** Everything in which the linker and the annotation of a gold file differ, one line each. */
function findingsIn(file: string): string[] {
  const posts = writtenPosts(fileURLToPath(new URL(`../gold/${file}`, import.meta.url)));
  return posts.flatMap((post) => {
    const { outcomes, wrongTickers, trapped } = scorePost(post, linker.link(post.document), catalog);
    return [
      ...wrongTickers.map((ticker) => `${post.name}: wrong ticker ${ticker}`),
      ...trapped.map((surface) => `${post.name}: trapped by ${surface}`),
      ...outcomes.flatMap(({ kind, wrong, missed, unknown }) => [
        ...wrong.map((slug) => `${post.name}: ${kind}, wrong ${slug}`),
        ...[...missed, ...unknown].map((slug) => `${post.name}: ${kind}, missed ${slug}`),
      ]),
    ];
  });
}

test('on the written posts no ticker and no trap is wrong, and these are all the misses that are known', () => {
  // 联发科天玑 and 索尼 PlayStation are names of products in the catalog, so the makers in them are not named apart.
  expect(findingsIn('posts.yaml')).toEqual([
    'p118: companies, missed mediatek',
    'p148: companies, missed sony',
  ]);
});

test('on names that are everyday words, these are all the faults that are known', () => {
  expect(findingsIn('words.yaml')).toEqual([
    'w004: trapped by Word',
    'w004: trapped by Word',
    'w004: trapped by Word',
    'w004: products, wrong microsoft-word',
    'w038: trapped by Rust',
    'w038: products, wrong rust-language',
    'w039: trapped by Java',
    'w039: trapped by Java',
    'w039: products, wrong java',
    'w040: trapped by Sora',
    'w040: products, wrong sora',
    'w075: companies, missed block',
    'w076: companies, missed signal|signal-app',
    'w079: products, missed swift-language',
    'w082: products, missed doom',
    'w120: trapped by Word',
    'w120: trapped by Word',
    'w120: trapped by Surface',
    'w120: products, wrong microsoft-word',
    'w120: products, wrong surface',
    'w138: products, missed byd-han',
    'w138: products, missed byd-tang',
    'w140: companies, missed xshe-300803',
    'w145: products, missed iphone',
    'w147: products, wrong oracle-cloud-infrastructure',
    'w151: products, missed nvidia-grace',
  ]);
});

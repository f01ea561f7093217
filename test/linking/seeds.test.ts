import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EntityType } from '../../src/catalog/catalog.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { DEFAULT_LIMITS, readDocument } from '../../src/documents/read.ts';
import { link } from './posts.ts';

const catalog = await loadCatalog([SHIPPED_CATALOG]);

/** Counts of resolved mentions by entity, as `body+title`, of the kinds asked for. */
function countsOf(file: string) {
  const bytes = readFileSync(new URL(`../../seeds/${file}`, import.meta.url));
  const { document } = readDocument(
    { path: file, bytes },
    { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS },
  );
  if (document === null) throw new Error(`${file} was refused`);
  const linked = link(catalog, document);
  const counts: Record<EntityType, Record<string, string>> = {
    Company: {},
    Product: {},
    Topic: {},
    Ticker: {},
  };
  for (const mention of linked.mentions) {
    if (mention.status !== 'RESOLVED') continue;
    const { type, key } = mention.entity;
    const ofType = counts[type];
    const [body = 0, title = 0] = (ofType[key] ?? '0+0').split('+').map(Number);
    ofType[key] = mention.field === 'BODY' ? `${body + 1}+${title}` : `${body}+${title + 1}`;
  }
  return { ...counts, links: linked.tickers.map(({ ticker, origin }) => `${ticker} ${origin}`) };
}

test('the post about a cloud conference names these companies, products and topics, so many times', () => {
  const { Company, Product, Topic, links } = countsOf('000_e474a4a5f564ef47.txt');
  expect(Company).toEqual({
    aws: '27+1',
    meta: '11+0',
    amazon: '1+0',
    nasdaq: '1+0',
    'goldman-sachs': '1+0',
    netflix: '1+0',
    nasa: '1+0',
    'ntt-docomo': '1+0',
    'epic-games': '1+0',
  });
  expect(Product).toEqual({
    'amazon-graviton3': '1+0',
    'amazon-ec2': '1+0',
    'aws-mainframe-modernization': '2+0',
    'aws-private-5g': '2+0',
    'amazon-sagemaker-canvas': '1+0',
    'aws-iot-fleetwise': '1+0',
    'aws-iot-twinmaker': '1+0',
    pytorch: '1+0',
    fortnite: '2+0',
  });
  expect(Topic).toMatchObject({ metaverse: '14+1', 'cloud-computing': '9+1', 'digital-twin': '1+0' });
  expect(links.filter((link) => !link.endsWith(' COMPANY'))).toEqual([]);
});

test('the research note names these companies, products and topics, and the tickers of its stock blocks', () => {
  const { Company, Product, Topic, links } = countsOf('004_d789849ebc96f254.txt');
  expect(Company).toEqual({ alibaba: '7+1', amazon: '8+1', aws: '1+0' });
  expect(Product).toEqual({
    'aws-iot-twinmaker': '1+0',
    'amazon-sumerian': '1+0',
    apsara: '1+0',
    'alibaba-lingjie': '1+0',
    'buy-plus': '1+0',
    ayayi: '1+0',
  });
  expect(Topic).toMatchObject({
    metaverse: '18+1',
    'cloud-computing': '13+0',
    'digital-twin': '2+0',
    'edge-computing': '1+0',
    blockchain: '1+0',
  });
  expect(links).toEqual(['XHKG:09988 STOCK_BLOCK', 'XNAS:AMZN STOCK_BLOCK', 'XNYS:BABA STOCK_BLOCK']);
});

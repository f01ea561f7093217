import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { link, linksOf, post } from './posts.ts';

const catalog = await catalogOf(`companies:
  - { slug: toyota, name: { en: Toyota, zh: 丰田 }, aliases: [Toyota Motor] }
  - { slug: emirates, name: { en: Emirates } }
  - { slug: fedex, name: { en: FedEx } }
  - { slug: morgan-stanley, name: { en: Morgan Stanley, zh: 摩根士丹利 } }
  - { slug: tata, name: { en: Tata } }
  - { slug: tata-motors, name: { en: Tata Motors } }
  - { slug: openai, name: { en: OpenAI } }
  - { slug: huawei, name: { en: Huawei, zh: 华为 } }
  - { slug: oppo, name: { en: OPPO } }
  - { slug: anthropic, name: { en: Anthropic } }
products:
  - { slug: claude, name: { en: Claude }, maker: anthropic, kind: MODEL }
  - { slug: llama, name: { en: Llama }, kind: MODEL }
  - { slug: sora, name: { en: Sora }, maker: openai, kind: MODEL }
  - { slug: android, name: { en: Android }, kind: OPERATING_SYSTEM }
  - { slug: phone-one, name: { en: iPhone }, kind: PHONE }
  - { slug: storage, name: { en: Nimbus Storage }, kind: SERVICE }
`);

test('a name that goes on names something else, and nothing of it is linked', () => {
  expect(
    linksOf(
      catalog,
      `They sat in Emirates Stadium before the FedEx Cup. Toyota Motor Credit Trust sold notes. He was at Morgan Stanley
Children's Hospital. ClaudeBot and OpenAI2Slack met llama.cpp, Llama-Factory, llama-index and Open-Sora. The car has
Android Auto. He bought Tata Elxsi shares.`.replaceAll('\n', ' '),
    ),
  ).toEqual([]);
});

test('what is only an edition, a part of a service, a job, a person or another name does not make another name', () => {
  expect(
    linksOf(
      catalog,
      `Emirates Chief Executive Tim Clark flew. A Claude-powered bot met Claude Pro, Claude 4 and Claude. The
OpenAI-Toyota deal, an ex-OpenAI man and Llama-3 came. Android Beta, an Android phone, iPhone15s and Nimbus Storage Metadata
are out. Tata Group grew, and Tata Motors. Toyota Motor said so. FedEx said its cup was full.`.replaceAll(
        '\n',
        ' ',
      ),
    ).map((line) => line.replace(/ \(.*/, '')),
  ).toEqual([
    'Emirates = emirates',
    'Claude = claude',
    'Claude = claude',
    'Claude = claude',
    'Claude = claude',
    'OpenAI = openai',
    'Toyota = toyota',
    'OpenAI = openai',
    'Llama = llama',
    'Android = android',
    'Android = android',
    'iPhone = phone-one',
    'Nimbus Storage = storage',
    'Tata = tata',
    'Tata Motors = tata-motors',
    'Toyota Motor = toyota',
    'FedEx = fedex',
  ]);
});

test('Chinese names go on with a stadium, a hospital or a cup, alone or in mixed text', () => {
  expect(
    linksOf(catalog, '他去了摩根士丹利儿童医院、丰田体育场和华为杯，华为大学生都在。FedEx Cup已开赛。'),
  ).toEqual(['华为 = huawei (alias)']);
});

test('explain tells the longer name', () => {
  const document = post({ bodyText: 'Emirates Stadium is full.', language: 'en' });
  expect(link(catalog, document, true).refusals).toEqual([
    {
      field: 'BODY',
      start: 0,
      end: 8,
      surface: 'Emirates',
      entity: { type: 'Company', key: 'emirates' },
      alias: 'Emirates',
      rule: 'longer-name',
      reason: 'The name goes on: “Emirates Stadium”.',
    },
  ]);
});

test('short brands are read with other capitals, words are not', () => {
  expect(linksOf(catalog, 'OPPO、Oppo和openai发布，oppo不是。')).toEqual([
    'OPPO = oppo (alias)',
    'Oppo = oppo (alias)',
    'openai = openai (alias)',
  ]);
});

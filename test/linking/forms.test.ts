import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { linksOf } from './posts.ts';

const catalog = await catalogOf(`companies:
  - slug: northwind
    name: { en: Northwind, zh: 北风科技 }
    aliases: [北风]
  - slug: northwind-cloud
    name: { en: Northwind Cloud, zh: 北风云科技 }
  - slug: openmind
    name: { en: OpenMind }
  - slug: epic-makers
    name: { en: Epic Makers }
  - slug: numa
    name: { en: NUMA, zh: 陆马传媒 }
  - slug: louis
    name: { en: Louis, zh: 路易·维克 }
  - slug: dean
    name: { en: Dean, zh: 狄恩 }
  - slug: a-and-b
    name: { en: A&B }
  - slug: mac
    name: { en: "Mac's" }
products:
  - slug: northwind-iot-twinmaker
    name: { en: Northwind IoT TwinMaker }
    maker: northwind
    kind: SERVICE
  - slug: talker
    name: { en: Talker }
    kind: MODEL
  - slug: talker-4
    name: { en: Talker-4 }
    kind: MODEL
  - slug: pane
    name: { en: Panes }
    kind: OPERATING_SYSTEM
  - slug: t900
    name: { en: T900 }
    aliases: [{ text: T900, context: [GPU, GPUs] }]
    kind: CHIP
  - slug: plus
    name: { en: Buy+ }
    kind: APP
topics:
  - slug: five-g
    name: { en: 5G }
  - slug: gpu
    name: { en: GPU }
  - slug: edge
    name: { en: Edge computing, zh: 边缘计算 }
    aliases: [{ text: edge computing, case: insensitive }]
`);

test('the longest form wins, whoever it belongs to', () => {
  expect(linksOf(catalog, '北风云科技与北风科技、北风合作，Northwind Cloud is not Northwind.')).toEqual([
    '北风云科技 = northwind-cloud (alias)',
    '北风科技 = northwind (alias)',
    '北风 = northwind (alias)',
    'Northwind Cloud = northwind-cloud (alias)',
    'Northwind = northwind (alias)',
  ]);
});

test('Latin names stand on word boundaries, and Chinese neighbours are boundaries', () => {
  expect(
    linksOf(
      catalog,
      '与Northwind合作；Northwinds、northwind、NorthwindX、xNorthwind、Northwind_1；(Northwind)',
    ),
  ).toEqual([
    'Northwind = northwind (alias)',
    'Northwind = northwind (alias)',
    'Northwind = northwind (alias)',
  ]);
});

test('spaces and hyphens inside a name may be missing, doubled or added where its parts can be told apart', () => {
  expect(
    linksOf(
      catalog,
      'Northwind IoT TwinMaker, Northwind IoTTwinMaker, NorthwindIoTTwinMaker, Northwind-IoT-Twin-Maker, Epic  Makers, EpicMakers, Open Mind, Open mind, Ep ic Makers',
    ),
  ).toEqual([
    'Northwind IoT TwinMaker = northwind-iot-twinmaker (alias)',
    'Northwind IoTTwinMaker = northwind-iot-twinmaker (alias)',
    'NorthwindIoTTwinMaker = northwind-iot-twinmaker (alias)',
    'Northwind-IoT-Twin-Maker = northwind-iot-twinmaker (alias)',
    'Epic  Makers = epic-makers (alias)',
    'EpicMakers = epic-makers (alias)',
    'Open Mind = openmind (alias)',
  ]);
});

test('a name does not go on in the next block', () => {
  expect(linksOf(catalog, 'Epic\nMakers')).toEqual([]);
});

test('full-width letters, Traditional characters and invisible characters read as what they stand for', () => {
  expect(
    linksOf(catalog, 'Ｎｏｒｔｈｗｉｎｄ，北風雲科技，陸馬傳媒，Open\u200bMind，Epic\u00a0Makers，Ｍａｃ’ｓ'),
  ).toEqual([
    'Ｎｏｒｔｈｗｉｎｄ = northwind (alias)',
    '北風雲科技 = northwind-cloud (alias)',
    '陸馬傳媒 = numa (alias)',
    'Open\u200bMind = openmind (alias)',
    'Epic\u00a0Makers = epic-makers (alias)',
    'Ｍａｃ’ｓ = mac (alias)',
  ]);
});

test('possessives and plurals are linked, and the surface is the name alone', () => {
  expect(linksOf(catalog, "OpenMind's and OpenMind’s GPUs; Talkers; the GPUs' price, T900s")).toEqual([
    'OpenMind = openmind (alias)',
    'OpenMind = openmind (alias)',
    'GPU = gpu (alias)',
    'Talker = talker (alias)',
    'GPU = gpu (alias)',
    'T900 = t900 (alias-context)',
  ]);
});

test('a number may follow a name directly, and no number is cut out of a decimal', () => {
  expect(linksOf(catalog, 'Panes11、Talker4、Talker-4.5、Talker 4o、5G、4.5G、5G.、A&B、Buy+优化')).toEqual([
    'Panes = pane (alias)',
    'Talker4 = talker-4 (alias)',
    'Talker = talker (alias)',
    'Talker = talker (alias)',
    '5G = five-g (alias)',
    '5G = five-g (alias)',
    'A&B = a-and-b (alias)',
    'Buy+ = plus (alias)',
  ]);
});

test('case counts unless the alias says otherwise, or its capitals tell a brand from a word', () => {
  expect(
    linksOf(catalog, 'EDGE COMPUTING, edge-computing, Numa, NUMA, numa, northwind, Talkers, TALKERS'),
  ).toEqual([
    'EDGE COMPUTING = edge (alias)',
    'edge-computing = edge (alias)',
    'Numa = numa (alias)',
    'NUMA = numa (alias)',
    'Talker = talker (alias)',
  ]);
});

test('a part of a name written with middle dots is not a company, a list with dots is', () => {
  expect(linksOf(catalog, '路易·维克和路易维克；狄恩·史密斯说；北风·狄恩·陆马传媒')).toEqual([
    '路易·维克 = louis (alias)',
    '路易维克 = louis (alias)',
    '北风 = northwind (alias)',
    '狄恩 = dean (alias)',
    '陆马传媒 = numa (alias)',
  ]);
  expect(linksOf(catalog, '迈克尔·狄恩说；狄恩又说')).toEqual([]);
});

test('a long name may be written with other capitals inside, and in a headline of capitals', () => {
  expect(
    linksOf(catalog, 'Openmind, OPENMIND, openmind, Northwind Iot Twinmaker, EPIC MAKERS, Epic makers'),
  ).toEqual([
    'Openmind = openmind (alias)',
    'OPENMIND = openmind (alias)',
    'openmind = openmind (alias)',
    'Northwind Iot Twinmaker = northwind-iot-twinmaker (alias)',
    'EPIC MAKERS = epic-makers (alias)',
  ]);
});

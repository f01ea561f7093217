import { expect, test } from 'vitest';
import type { Link } from '../../src/documents/document.ts';
import { repositoryOf } from '../../src/linking/discovered-names.ts';
import { catalogOf } from '../catalog/folder.ts';
import { link, post, shown } from './posts.ts';

const catalog = await catalogOf(`companies:
  - { slug: acme, name: { en: Acme } }
products:
  - { slug: llama, name: { en: Llama }, maker: acme, kind: MODEL }
  - { slug: ollama, name: { en: Ollama }, kind: APP }
`);

/** Markdown in small: [text](url) is a link, **text** is bold. */
function marked(text: string, title = '') {
  const links: Link[] = [];
  const emphasis: { start: number; end: number }[] = [];
  let bodyText = '';
  let at = 0;
  for (const match of text.matchAll(/\[([^\]]+)\]\(([^)]+)\)|\*\*([^*]+)\*\*/g)) {
    bodyText += text.slice(at, match.index);
    const inner = match[1] ?? match[3] ?? '';
    const range = { start: bodyText.length, end: bodyText.length + inner.length };
    bodyText += inner;
    if (match[2] === undefined) emphasis.push(range);
    else links.push({ url: match[2], path: null, text: inner, range });
    at = match.index + match[0].length;
  }
  return post({ title, bodyText: bodyText + text.slice(at), links, emphasis });
}

const mentionsIn = (text: string, title = '') => shown(link(catalog, marked(text, title)).mentions);
const found = (name: string, key = `github:acme/${name.toLowerCase()}`) =>
  `${name} = ${key} (discovered-repository)`;

test('a name that links to the repository of the same name is a product, wherever the post says it', () => {
  const linked = link(
    catalog,
    marked(
      'Try [Foldly](https://github.com/acme/foldly) today. We like Foldly, not Foldlys.',
      'Foldly is out',
    ),
  );
  expect(shown(linked.mentions)).toEqual([found('Foldly'), found('Foldly'), found('Foldly')]);
  expect(linked.taughtProducts).toEqual([
    {
      slug: 'github:acme/foldly',
      name: { en: 'Foldly' },
      aliases: [],
      formerNames: [],
      maker: null,
      kind: 'OTHER',
    },
  ]);
  expect(linked.tickers).toEqual([]);
});

test('the name may stand in front of the link, in the heading above, or behind its owner', () => {
  expect(mentionsIn('Mix-Attn 的代码见 [GitHub](https://github.com/acme/mix_attn)。')).toEqual([
    found('Mix-Attn', 'github:acme/mix_attn'),
  ]);
  expect(mentionsIn('Foldly\n[Code](https://github.com/acme/foldly/)')).toEqual([found('Foldly')]);
  expect(mentionsIn('Get [acme/foldly](https://github.com/Acme/foldly.git#readme).')).toEqual([
    found('foldly'),
  ]);
  expect(mentionsIn('Weights: Fold-7B, [here](https://huggingface.co/acme/Fold-7B)')).toEqual([
    found('Fold-7B', 'huggingface:acme/fold-7b'),
  ]);
});

test('a name of the catalog is not discovered, a longer one is taken before it', () => {
  expect(mentionsIn('[Ollama](https://github.com/ollama/ollama) and Llama.')).toEqual([
    'Ollama = ollama (alias)',
    'Llama = llama (alias)',
  ]);
  expect(mentionsIn('[Llama Coder](https://github.com/acme/llama-coder) runs Llama.')).toEqual([
    found('Llama Coder', 'github:acme/llama-coder'),
    'Llama = llama (alias)',
  ]);
});

test('other names, other addresses and names of what a repository holds prove nothing', () => {
  expect(
    mentionsIn('See [this](https://github.com/acme/foldly) and [docs](https://github.com/acme/docs).'),
  ).toEqual([]);
  expect(mentionsIn('[Foldly](https://foldly.dev) [topics](https://github.com/topics/foldly)')).toEqual([]);
  expect(repositoryOf('https://github.com/acme/foldly/issues/3')).toBe(null);
  expect(repositoryOf('https://huggingface.co/datasets/acme')).toBe(null);
});

test('a shaped name in bold that is launched, or leads to its paper, is a product; bold words and people are not', () => {
  expect(mentionsIn('Acme releases **FoldNet2**, a model.')).toEqual([
    'Acme = acme (alias)',
    'FoldNet2 = foldnet2 (discovered-launch)',
  ]);
  expect(mentionsIn('**FoldNet-X** ([paper](https://arxiv.org/abs/2501.00001)) folds.')).toEqual([
    'FoldNet-X = foldnetx (discovered-launch)',
  ]);
  expect(mentionsIn('他们推出了 **FoldNet2** 模型。')).toEqual(['FoldNet2 = foldnet2 (discovered-launch)']);
  expect(
    mentionsIn('Acme releases **Important** news for **Q3**. **McDonald** presents **COVID-19** data.'),
  ).toEqual(['Acme = acme (alias)']);
});

test('a discovered product is no evidence: a name that needs some stays open beside it', async () => {
  const open = await catalogOf(`products:
  - { slug: arc, name: { en: Arc }, aliases: [{ text: Arc, ambiguous: true }], kind: APP }
`);
  expect(
    shown(link(open, marked('[Foldly](https://github.com/acme/foldly), Arc and more.')).mentions),
  ).toEqual([found('Foldly'), 'Arc ? arc (no-evidence)']);
});

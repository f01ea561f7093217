import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createNewsgraph, type Newsgraph, type NewsgraphOptions } from '../../src/index.ts';
import { catalogFolder } from '../catalog/folder.ts';
import { run, serve } from '../program.ts';
import { workspace } from '../workspace.ts';

const CATALOG = `companies:
  - { slug: quarrel, name: { en: Quarrel } }
  - { slug: zanzible, name: { en: Zanzible Group } }
`;
const POSTS: Readonly<Record<string, string>> = {
  'one.md': 'Quarrel opened a plant. Quarrel bridge is closed.',
  'two.md': 'Nobody crosses Quarrel bridge.',
  'three.md': 'Zanzi sells to Flumox.',
};

const QUERY = `mutation Correct($input: LinkCorrectionInput!, $dryRun: Boolean!) {
  correctLink(input: $input, dryRun: $dryRun) {
    file diff articleCount gained lost revision
    changes { article { slug } links { kind surface field start end status names sentence } }
  }
}`;
const LINKS =
  '{ articles(orderBy: { field: TITLE, direction: ASC }) { nodes { slug mentions { nodes { surface start entity { ... on Company { slug } } } } } } }';

interface Answer {
  readonly correctLink: {
    readonly file: string;
    readonly diff: string;
    readonly articleCount: number;
    readonly gained: number;
    readonly lost: number;
    readonly revision: string;
    readonly changes: readonly unknown[];
  };
}

const opened: Newsgraph[] = [];
afterEach(async () => {
  for (const newsgraph of opened.splice(0)) await newsgraph.close();
});

async function open(options: NewsgraphOptions = {}) {
  const { folder, file } = workspace();
  for (const [name, text] of Object.entries(POSTS)) {
    file(`posts/${name}`, `---\ntitle: ${name}\ndate: 2024-01-02T03:04:05Z\n---\n${text}\n`);
  }
  const catalog = catalogFolder({ 'mine.yaml': CATALOG });
  const newsgraph = await createNewsgraph({ store: ':memory:', catalog: [catalog], edit: true, ...options });
  opened.push(newsgraph);
  await newsgraph.ingest([`${folder}/posts`]);
  const correct = async (input: object, dryRun: boolean) => {
    const { data, errors } = await newsgraph.execute(QUERY, { input, dryRun });
    if (errors) throw errors[0];
    return (data as unknown as Answer).correctLink;
  };
  return { newsgraph, catalog, correct, folder: `${folder}/posts` };
}

async function linksOf(newsgraph: Newsgraph): Promise<string[]> {
  const { data } = (await newsgraph.execute(LINKS)) as {
    data: {
      articles: {
        nodes: {
          slug: string;
          mentions: { nodes: { surface: string; start: number; entity: { slug?: string } | null }[] };
        }[];
      };
    };
  };
  return data.articles.nodes.flatMap(({ slug, mentions }) =>
    mentions.nodes.map(({ surface, start, entity }) => `${slug} ${start} ${surface} → ${entity?.slug}`),
  );
}

async function idOf(newsgraph: Newsgraph, slug: string): Promise<string> {
  const { data } = await newsgraph.execute('query ($slug: String!) { company(slug: $slug) { id } }', {
    slug,
  });
  return (data as { company: { id: string } }).company.id;
}

describe('a correction', () => {
  it('of what a form is not within longer words: shown, written, and linked anew', async () => {
    const { newsgraph, catalog, correct, folder } = await open();
    const before = await linksOf(newsgraph);
    const input = { words: 'Quarrel bridge', not: await idOf(newsgraph, 'quarrel'), form: 'Quarrel' };
    const shown = await correct(input, true);
    const file = `${catalog}/corrections.yaml`;
    expect(shown).toEqual({
      file,
      diff: [
        '--- /dev/null',
        `+++ ${file}`,
        '@@ -0,0 +1,7 @@',
        '+# Corrections made by readers. Each can be taken back by removing it.',
        '+corrections:',
        '+  - company: quarrel',
        '+    aliases:',
        '+      - text: Quarrel',
        '+        unless:',
        '+          - Quarrel bridge',
        '',
      ].join('\n'),
      articleCount: shown.articleCount,
      gained: 0,
      lost: shown.lost,
      revision: shown.revision,
      changes: shown.changes,
    });
    expect(await linksOf(newsgraph)).toEqual(before);
    const written = await correct(input, false);
    expect({ ...written, revision: shown.revision }).toEqual(shown);
    expect(written.revision).not.toBe(shown.revision);
    const after = await linksOf(newsgraph);
    expect(after.filter((link) => link.includes('Quarrel'))).toEqual(['one 0 Quarrel → quarrel']);
    expect(readFileSync(file, 'utf8')).toContain('- Quarrel bridge');
    // The folder read again says the same.
    await newsgraph.ingest([folder]);
    expect(await linksOf(newsgraph)).toEqual(after);
  });

  it('of a name that is missing, and of a short name of what is known; the second is added below the first', async () => {
    const { newsgraph, catalog, correct } = await open();
    await correct({ words: 'Flumox', missing: { type: 'COMPANY', name: 'Flumox' } }, false);
    const second = await correct({ words: 'Zanzi', is: await idOf(newsgraph, 'zanzible') }, false);
    expect(second.diff).toBe(
      [
        `--- ${catalog}/corrections.yaml`,
        `+++ ${catalog}/corrections.yaml`,
        '@@ -5,0 +6,3 @@',
        '+  - company: zanzible',
        '+    aliases:',
        '+      - Zanzi',
        '',
      ].join('\n'),
    );
    expect(second.changes).toEqual([
      {
        article: { slug: 'three' },
        links: [
          {
            kind: 'GAINED',
            surface: 'Zanzi',
            field: 'BODY',
            start: 0,
            end: 5,
            status: 'RESOLVED',
            names: ['Zanzible Group'],
            sentence: 'Zanzi sells to Flumox.',
          },
        ],
      },
    ]);
    expect((await linksOf(newsgraph)).filter((link) => link.startsWith('three'))).toEqual([
      'three 0 Zanzi → zanzible',
      'three 15 Flumox → flumox',
    ]);
  });

  it('that says nothing, or is of what no catalog has, changes nothing', async () => {
    const { newsgraph, catalog, correct } = await open();
    const before = await linksOf(newsgraph);
    const code = (input: object) =>
      correct(input, false).then(
        () => null,
        (error: { extensions: { code: string; argument?: string } }) => [
          error.extensions.code,
          error.extensions.argument ?? null,
        ],
      );
    const nobody = Buffer.from('Company:nobody').toString('base64url');
    expect([
      await code({ words: 'Quarrel' }),
      await code({ words: ' ', is: nobody }),
      await code({ words: 'Quarrel', is: nobody }),
      await code({ words: 'Quarrel', not: nobody }),
      await code({ words: 'Quarrel', is: Buffer.from('Ticker:XNAS:AMZN').toString('base64url') }),
    ]).toEqual([
      ['EMPTY_CORRECTION', null],
      ['BAD_USER_INPUT', 'input.words'],
      ['NOT_IN_CATALOG', null],
      ['BAD_USER_INPUT', 'input.form'],
      ['BAD_USER_INPUT', 'input.is'],
    ]);
    expect(await linksOf(newsgraph)).toEqual(before);
    expect(() => readFileSync(`${catalog}/corrections.yaml`)).toThrow('ENOENT');
  });

  it('is taken back from the file where the catalog with it does not load', async () => {
    const { newsgraph, catalog, correct } = await open();
    const text = 'corrections:\n  - { company: zanzible, aliases: [Zanz] }\nproducts: []\n';
    writeFileSync(`${catalog}/corrections.yaml`, text);
    await expect(correct({ words: 'Zanzi', is: await idOf(newsgraph, 'zanzible') }, false)).rejects.toThrow(
      'The catalog has one problem',
    );
    expect(readFileSync(`${catalog}/corrections.yaml`, 'utf8')).toBe(text);
  });

  it('is refused where nobody said that links may be edited', async () => {
    const { newsgraph, correct } = await open({ edit: false });
    await expect(correct({ words: 'Zanzi', is: await idOf(newsgraph, 'zanzible') }, true)).rejects.toThrow(
      'This server takes no corrections from you.',
    );
    expect((await newsgraph.execute('{ corpus { mayCorrect } }')).data).toEqual({
      corpus: { mayCorrect: false },
    });
  });
});

describe('what was refused', () => {
  it('is told with its reason', async () => {
    const { newsgraph, correct } = await open();
    await correct({ words: 'Quarrel bridge', not: await idOf(newsgraph, 'quarrel'), form: 'Quarrel' }, false);
    const { data } = await newsgraph.execute(
      '{ article(slug: "two") { refusals { surface field start end alias rule reason entity { ... on Company { slug } } } } }',
    );
    expect(data).toEqual({
      article: {
        refusals: [
          {
            surface: 'Quarrel',
            field: 'BODY',
            start: 15,
            end: 22,
            alias: 'Quarrel',
            rule: 'unless',
            reason: expect.stringContaining('Quarrel bridge'),
            entity: { slug: 'quarrel' },
          },
        ],
      },
    });
  });
});

describe('a server that takes corrections', () => {
  it('takes them from keys that may edit, on a thread of its own', { timeout: 60_000 }, async () => {
    const { folder, file } = workspace();
    file('posts/one.md', `---\ntitle: One\n---\n${POSTS['three.md']}\n`);
    const catalog = catalogFolder({ 'mine.yaml': CATALOG });
    const keys = `${folder}/keys.json`;
    const keyOf = async (args: string[]) =>
      (await run(['keys', 'add', ...args, '--keys', keys])).stdout.trim();
    const [reader, editor] = [await keyOf(['reader']), await keyOf(['editor', '--may-edit'])];
    const server = await serve([
      `${folder}/posts`,
      '--store',
      `${folder}/graph.db`,
      '--keys',
      keys,
      '--edit',
      '--catalog',
      catalog,
    ]);
    const variables = {
      input: { words: 'Flumox', missing: { type: 'COMPANY', name: 'Flumox' } },
      dryRun: false,
    };
    const answer = async (key: string) => {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query: QUERY, variables }),
      });
      return (await response.json()) as { data: Answer | null; errors?: { extensions: { code: string } }[] };
    };
    expect((await answer(reader)).errors?.[0]?.extensions.code).toBe('NOT_EDITABLE');
    expect((await answer(editor)).data?.correctLink.gained).toBe(1);
    await server.stop();
  });

  it('does not start where anybody could edit, or where there is no folder to write to', async () => {
    const catalog = catalogFolder({ 'mine.yaml': CATALOG });
    const started = async (args: string[]) => {
      const { status, stderr } = await run(['serve', '--edit', ...args]);
      return [status, stderr.trim().split('\n').at(-1)];
    };
    expect(await started(['--public', '--host', '0.0.0.0', '--catalog', catalog])).toEqual([
      2,
      'newsgraph: 0.0.0.0 can be reached from other machines, and with --edit anybody could change the catalog. Give `--keys FILE` and make a key that may edit (`newsgraph keys add NAME --may-edit`), or leave --edit out.',
    ]);
    expect((await started([]))[1]).toContain('there is no folder for corrections; name one with --catalog');
  });
});

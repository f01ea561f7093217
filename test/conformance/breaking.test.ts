import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Workspace, workspace } from '../workspace.ts';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/breaking.ts');
const BEFORE = 'type Query { article(slug: String!): String  articles: [String!]! }\n';
const AFTER = 'type Query { article(id: ID!): String  articles: [String!]!  companies: [String!]! }\n';
const NAMED = [
  'Breaking changes since v1.0.0:',
  '  ARG_REMOVED: Query.article arg slug was removed.',
  '  REQUIRED_ARG_ADDED: A required arg id on Query.article was added.',
];

/** A repository whose tag v1.0.0 has the first schema. */
function released({ folder, file }: Workspace): (...args: string[]) => void {
  const git = (...args: string[]) => {
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@newsgraph.test'];
    execFileSync('git', [...author, ...args], { cwd: folder, stdio: 'ignore' });
  };
  git('init', '--initial-branch=main');
  file('schema.graphql', BEFORE);
  file('CHANGELOG.md', '# Changelog\n\n## 1.0.0\n\n### Breaking\n\n- Everything is new.\n');
  git('add', '.');
  git('commit', '--message=First');
  git('tag', 'v1.0.0');
  return git;
}

function breaking(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

describe('the check for breaking changes of the schema', () => {
  it('is content where only things were added', () => {
    const space = workspace();
    released(space);
    space.file('schema.graphql', `${BEFORE}type Company { name: String }\n`);
    expect(breaking(space.folder)).toEqual({
      status: 0,
      lines: ['No breaking change since v1.0.0.'],
      stderr: '',
    });
  });

  it('names what breaks clients, and fails', () => {
    const space = workspace();
    released(space);
    space.file('schema.graphql', AFTER);
    expect(breaking(space.folder)).toEqual({
      status: 1,
      lines: [...NAMED, 'Take them back, or write them into CHANGELOG.md, under a heading "### Breaking".'],
      stderr: '',
    });
  });

  it('lets pass what the changelog announces since the tag', () => {
    const space = workspace();
    released(space);
    space.file('schema.graphql', AFTER);
    space.file(
      'CHANGELOG.md',
      '# Changelog\n\n## Unreleased\n\n### Breaking\n\n- `article` takes an id.\n\n## 1.0.0\n\n### Breaking\n\n- Everything is new.\n',
    );
    expect(breaking(space.folder)).toEqual({
      status: 0,
      lines: [...NAMED, 'CHANGELOG.md announces:', '- `article` takes an id.'],
      stderr: '',
    });
  });

  it('compares with main where there is no tag, and with what it is told to', () => {
    const space = workspace();
    const git = released(space);
    git('tag', '--delete', 'v1.0.0');
    git('switch', '--create', 'work');
    space.file('schema.graphql', AFTER);
    git('commit', '--all', '--message=Second');
    expect(breaking(space.folder).lines[0]).toBe('Breaking changes since main:');
    expect(breaking(space.folder, 'work')).toEqual({
      status: 0,
      lines: ['No breaking change since work.'],
      stderr: '',
    });
  });

  it('says so where there is nothing to compare with', () => {
    const { folder, file } = workspace();
    file('schema.graphql', BEFORE);
    expect(breaking(folder)).toEqual({
      status: 0,
      lines: ['There is no earlier schema to compare with.'],
      stderr: '',
    });
  });
});

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** Installing takes half a minute and a registry, so it is done where that was asked for. */
export const RUNS_EXAMPLES = process.env.CI === 'true' || process.env.NEWSGRAPH_EXAMPLES === '1';
if (!RUNS_EXAMPLES) {
  console.warn('The examples are not installed and run: set NEWSGRAPH_EXAMPLES=1 (CI=true does as well).');
}

/** A copy of an example's package as a user has it after cloning, so that nothing is written into the project. */
export interface Copy {
  /** The folder of the package. */
  readonly folder: string;
  /** Runs npm in it; throws with all output where it fails. */
  npm(...args: string[]): Promise<string>;
  remove(): void;
}

/** Copies the folder of a package with the parts of the project that it reads, and installs it from its lock file. */
export async function installedCopy(example: string, parts: readonly string[]): Promise<Copy> {
  const root = mkdtempSync(join(tmpdir(), 'newsgraph-example-'));
  for (const part of [...parts, example]) {
    cpSync(join(ROOT, part), join(root, part), {
      recursive: true,
      filter: (path) => !path.includes('node_modules', ROOT.length),
    });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const folder = join(root, example);
  const copy: Copy = {
    folder,
    npm: (...args) => npm(folder, args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  await copy.npm('ci', '--prefer-offline', '--no-fund', '--no-audit');
  return copy;
}

function npm(cwd: string, args: readonly string[]): Promise<string> {
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const child = spawn('npm', args, { cwd, env: { ...process.env, PATH: path } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (status) => {
      if (status === 0) done(stdout);
      else failed(new Error(`npm ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`));
    });
  });
}

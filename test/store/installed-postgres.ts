import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whose programs run: PostgreSQL refuses to be root, and its packages bring a user of their own. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

export interface InstalledOptions {
  /** Folder of `initdb`, `postgres` and `pg_basebackup`. */
  readonly binaries: string;
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly initdbFlags: readonly string[];
  readonly postgresFlags: readonly string[];
}

/** A server of the PostgreSQL that a machine has installed, run as its administrator would. */
export class InstalledPostgres {
  private readonly options: InstalledOptions;
  private readonly owner = unprivileged();
  private process: ChildProcess | null = null;
  /** As nothing may be left running where this process ends before it stops the server. */
  private readonly abandon = () => this.process?.kill('SIGQUIT');

  constructor(options: InstalledOptions) {
    this.options = options;
  }

  async initialise(): Promise<void> {
    const { folder, user, password, initdbFlags } = this.options;
    this.makeFolder();
    const secret = `${folder}.password`;
    writeFileSync(secret, password, { mode: 0o600 });
    this.own(secret);
    try {
      await this.run('initdb', [
        `--pgdata=${folder}`,
        `--username=${user}`,
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        ...initdbFlags,
      ]);
    } finally {
      rmSync(secret);
    }
  }

  /** Makes this a streaming replica of the server at a port of this machine. */
  async copy(port: number): Promise<void> {
    const { folder, user } = this.options;
    this.makeFolder();
    await this.run('pg_basebackup', [
      `--pgdata=${folder}`,
      '--host=127.0.0.1',
      `--port=${port}`,
      `--username=${user}`,
      '--write-recovery-conf',
      '--checkpoint=fast',
      '--no-sync',
    ]);
  }

  /** Resolves when the server ends; rejects where it ends by itself. */
  async start(): Promise<void> {
    const { binaries, folder, port, postgresFlags } = this.options;
    const child = spawn(
      join(binaries, 'postgres'),
      ['-D', folder, '-p', String(port), '-k', folder, ...postgresFlags],
      { ...this.owner, cwd: folder, stdio: 'ignore' },
    );
    this.process = child;
    process.once('exit', this.abandon);
    const [code] = await once(child, 'exit');
    if (this.process === child) throw new Error(`The server ended by itself (${code}).`);
  }

  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    process.off('exit', this.abandon);
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  }

  private makeFolder(): void {
    const { folder } = this.options;
    mkdirSync(folder, { mode: 0o700 });
    this.own(folder);
  }

  private own(path: string): void {
    const { uid, gid } = this.owner;
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  }

  private run(program: string, args: readonly string[]) {
    const { binaries, folder, password } = this.options;
    return run(join(binaries, program), [...args], {
      ...this.owner,
      cwd: folder,
      env: { ...process.env, PGPASSWORD: password },
    });
  }
}

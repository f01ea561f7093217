import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const BIN = resolve(import.meta.dirname, '../bin/newsgraph.js');

/** A run of the command that has ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `newsgraph ARGS` to its end, as a user's shell would. */
export function run(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawnProgram(args, options);
  const output = collect(child);
  return new Promise((done) => {
    child.once('close', (status) => done({ status, stdout: output.stdout(), stderr: output.stderr() }));
  });
}

export interface Served {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly process: ChildProcess;
  /** What it has said of errors so far. */
  stderr(): string;
  stdout(): string;
  /** Sends the signal and answers how the process ended. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Runs `newsgraph serve ARGS` on a free port until it says where it listens. */
export async function serve(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Served> {
  const child = spawnProgram(['serve', '--port', '0', ...args], options);
  const output = collect(child);
  const closed = new Promise<number | null>((done) => child.once('close', done));
  const url = await new Promise<string>((found, failed) => {
    child.stdout?.on('data', () => {
      const match = /GraphiQL at (\S+)/.exec(output.stdout());
      if (match?.[1]) found(match[1]);
    });
    void closed.then((status) =>
      failed(new Error(`newsgraph serve ended with ${status}: ${output.stderr()}`)),
    );
  });
  return {
    url,
    process: child,
    stdout: output.stdout,
    stderr: output.stderr,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      return { status: await closed, stdout: output.stdout(), stderr: output.stderr() };
    },
  };
}

/** Sends a query and answers the whole response body. */
export async function ask<Data = Record<string, unknown>>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<{ data: Data; errors?: { message: string; extensions: Record<string, unknown> }[] }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data: Data };
}

/** Starts the program and leaves it to the test. */
export function spawnProgram(
  args: readonly string[],
  { cwd, env }: { cwd?: string; env?: Record<string, string> } = {},
): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    ...(cwd ? { cwd } : {}),
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess): { stdout(): string; stderr(): string } {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return { stdout: () => stdout, stderr: () => stderr };
}

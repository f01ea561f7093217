import { isIP } from 'node:net';
import type { Config } from '../../config.ts';
import { UserError } from '../../diagnostic.ts';

/** Whether only programs on this machine reach the address. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

/** Throws `UserError` where the world could come in and nobody said that it may. */
export function requireDoor({ host, public: isPublic, keys, edit }: Config): void {
  if (edit && keys === undefined && !isLoopback(host)) {
    throw new UserError(
      'PUBLIC_EDIT',
      `${host} can be reached from other machines, and with --edit anybody could change the catalog.`,
      'Give `--keys FILE` and make a key that may edit (`newsgraph keys add NAME --may-edit`), or leave --edit out.',
      2,
    );
  }
  if (isPublic || keys !== undefined || isLoopback(host)) return;
  throw new UserError(
    'NOT_PUBLIC',
    `${host} can be reached from other machines, and nobody said who may ask.`,
    'Give `--keys FILE` (see `newsgraph keys add`), or `--public` to let anybody ask.',
    2,
  );
}

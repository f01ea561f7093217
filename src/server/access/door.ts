import { isIP } from 'node:net';
import type { Config } from '../../config.ts';
import { UserError } from '../../diagnostic.ts';

/** Whether only programs on this machine reach the address. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

/** Throws `UserError` where the world could come in and nobody said that it may. */
export function requireDoor({ host, public: isPublic }: Config): void {
  if (isPublic || isLoopback(host)) return;
  throw new UserError(
    'NOT_PUBLIC',
    `${host} can be reached from other machines, and nobody said who may ask.`,
    'Give `--public` to let anybody ask, or listen on 127.0.0.1 behind a proxy.',
    2,
  );
}

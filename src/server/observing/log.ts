import { destination, type Logger, pino } from 'pino';
import type { Served } from './served.ts';

/** What is written: nothing, unexpected errors, or each answer as well. */
export type LogSetting = 'off' | 'errors' | 'requests';

/** JSON lines on standard error. Neither headers nor variables are written, so that no key and no search is. */
export function createLog(setting: LogSetting): Logger {
  const level = setting === 'off' ? 'silent' : setting === 'requests' ? 'info' : 'warn';
  return pino({ level, base: null }, destination({ dest: 2, sync: true }));
}

/** Writes a line for each answer; `revision` says which one it was made of. */
export function requestLog(log: Logger, revision: () => string | null): (served: Served) => void {
  return ({ seconds, ...served }) => {
    log.info({ ...served, milliseconds: Math.round(seconds * 1e4) / 10, revision: revision() }, 'served');
  };
}

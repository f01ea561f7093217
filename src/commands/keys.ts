import type { Command } from 'commander';
import { UserError } from '../diagnostic.ts';
import { addKey, readKeys, revokeKey } from '../server/access/key-file.ts';
import { configOf } from './settings.ts';

export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description('Look after the keys that clients of a server need.');
  withKeys(keys.command('add <name>'))
    .description('Make a key and print it, once; the file keeps its hash only.')
    .option('--requests-per-minute <n>', 'how often it may ask', '600')
    .option('--may-edit', 'it may correct links where the server takes corrections')
    .addHelpText('after', '\nExample:\n  newsgraph keys add reader --keys keys.json')
    .action((name: string, flags: { requestsPerMinute: string; mayEdit?: true }, command: Command) => {
      const key = addKey(fileOf(command), name, Number(flags.requestsPerMinute), flags.mayEdit);
      process.stdout.write(`${key}\n`);
    });
  withKeys(keys.command('list'))
    .description('Print whom keys were given to, when, and how often each may ask.')
    .addHelpText('after', '\nExample:\n  newsgraph keys list --keys keys.json')
    .action((_: object, command: Command) => {
      for (const { name, created, requestsPerMinute, mayEdit } of readKeys(fileOf(command))) {
        const edits = mayEdit ? '  may edit' : '';
        process.stdout.write(
          `${name}  ${created.slice(0, 10)}  ${requestsPerMinute} requests a minute${edits}\n`,
        );
      }
    });
  withKeys(keys.command('revoke <name>'))
    .description('Take a key back; a running server refuses it within a second.')
    .addHelpText('after', '\nExample:\n  newsgraph keys revoke reader --keys keys.json')
    .action((name: string, _: object, command: Command) => revokeKey(fileOf(command), name));
}

function withKeys(command: Command): Command {
  return command
    .option('--config <file>', 'settings in YAML (default: newsgraph.yaml, if there is one)')
    .option('--keys <file>', 'the file of the keys');
}

function fileOf(command: Command): string {
  const { keys } = configOf(command);
  if (keys !== undefined) return keys;
  throw new UserError('NO_KEYS_FILE', 'There is no file of keys.', 'Name one: `--keys keys.json`.', 2);
}

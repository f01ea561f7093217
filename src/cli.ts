import { Command, CommanderError } from 'commander';
import { addBackupCommand } from './commands/backup.ts';
import { addCatalogCommand } from './commands/catalog.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addIngestCommand } from './commands/ingest.ts';
import { addInitCommand } from './commands/init.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addRelinkCommand } from './commands/relink.ts';
import { addSchemaCommand } from './commands/schema.ts';
import { addServeCommand } from './commands/serve.ts';
import { UserError } from './diagnostic.ts';
import { VERSION } from './version.ts';

/** Runs the command `newsgraph` with these arguments; answers the exit status: 0, 1 (unusable input), 2 (usage). */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('newsgraph')
    .description('A typed GraphQL gateway over a folder of news posts.')
    .version(VERSION)
    .showHelpAfterError(false)
    .addHelpText(
      'after',
      '\nExample:\n  newsgraph serve ./posts      then open http://127.0.0.1:4000/graphql',
    );
  addServeCommand(program);
  addIngestCommand(program);
  addRelinkCommand(program);
  addSchemaCommand(program);
  addExplainCommand(program);
  addCatalogCommand(program);
  addKeysCommand(program);
  addInitCommand(program);
  addDoctorCommand(program);
  addBackupCommand(program);
  for (const command of [program, ...allCommands(program)]) {
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitStatus();
  } catch (error) {
    return report(error);
  }
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

/** A command that ended well may still say, through `process.exitCode`, that its findings are bad. */
function exitStatus(): number {
  return typeof process.exitCode === 'number' ? process.exitCode : 0;
}

function report(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`newsgraph: ${error.message} ${error.hint}\n`);
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    const message = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
    process.stderr.write(`newsgraph: ${message} See \`newsgraph --help\`.\n`);
    return 2;
  }
  process.stderr.write(
    `newsgraph: an unexpected error; please report it.\n${(error as Error).stack ?? error}\n`,
  );
  return 1;
}

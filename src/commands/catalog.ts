import type { Command } from 'commander';
import { checkCatalog } from '../catalog/check.ts';
import { catalogFolders, configOf, withReadingOptions } from './settings.ts';

export function addCatalogCommand(program: Command): void {
  const catalog = program.command('catalog').description('Look after catalog files.');
  withReadingOptions(catalog.command('check'))
    .description('Find duplicate aliases, cycles, unknown exchanges and aliases that are everyday words.')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  newsgraph catalog check --catalog ./my-catalog')
    .action(async (flags: { json?: true }, command: Command) => {
      const findings = await checkCatalog(catalogFolders(configOf(command)));
      const lines = findings.map(
        ({ path, line, code, message, hint }) =>
          `${path}${line === null ? '' : `:${line}`} ${code}: ${message} ${hint}`,
      );
      process.stdout.write(flags.json ? `${JSON.stringify(findings, null, 2)}\n` : `${lines.join('\n')}\n`);
      const errors = findings.filter((finding) => finding.severity === 'ERROR').length;
      if (!flags.json) process.stdout.write(`${findings.length} findings, ${errors} of them errors\n`);
      if (errors > 0) process.exitCode = 1;
    });
}

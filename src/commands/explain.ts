import type { Command } from 'commander';
import { loadCatalog } from '../catalog/load.ts';
import { explainAsJson, explainAsText } from '../linking/explain.ts';
import { createLinker } from '../linking/linker.ts';
import { readPost } from './post.ts';
import { catalogFolders, configOf, withReadingOptions } from './settings.ts';

export function addExplainCommand(program: Command): void {
  withReadingOptions(program.command('explain <file>'))
    .description(
      'Print the text of a post with what was linked, by which alias and rule, and what was refused.',
    )
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  newsgraph explain posts/2024-05-24-launch.md')
    .action(async (file: string, flags: { json?: true }, command: Command) => {
      const config = configOf(command);
      const { document, diagnostics } = await readPost(file, config);
      const linker = createLinker(await loadCatalog(catalogFolders(config)));
      const linked = linker.link(document, { explain: true });
      const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(explainAsJson(document, linked, diagnostics), null, 2)}\n`
          : explainAsText(document, linked, diagnostics, { colour }),
      );
    });
}

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { loadCatalog } from '../catalog/load.ts';
import { readOptions } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { readDocument } from '../documents/read.ts';
import { systemCode } from '../ingest/discover.ts';
import { explainAsJson, explainAsText } from '../linking/explain.ts';
import { createLinker } from '../linking/linker.ts';
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
      const bytes = await readPost(file);
      const { document, diagnostics } = readDocument({ path: file, bytes }, readOptions(config));
      if (document === null) {
        const first = diagnostics[0];
        throw new UserError(
          first?.code ?? 'REFUSED',
          `${file}${first?.line ? `:${first.line}` : ''} cannot be read as a post: ${first?.message}`,
          first?.hint ?? '',
        );
      }
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

async function readPost(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError(
      'UNREADABLE_FILE',
      `${file} cannot be read (${systemCode(error)}).`,
      'Check the path and its permissions.',
    );
  }
}

/** `npm run bench -- NAME [arguments]`: runs one benchmark; without a name, lists them. */
import { readdirSync } from 'node:fs';

const benchmarks = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !benchmarks.includes(name)) {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of ${benchmarks.join(', ')}.`);
  process.exitCode = 2;
} else {
  const { run } = (await import(`./${name}.ts`)) as { run(args: readonly string[]): Promise<void> };
  await run(args);
}

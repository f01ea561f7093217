// Reads a folder of posts with velite, twice, and prints what the second time took as JSON.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, defineCollection, defineConfig, s } from 'velite';

const out = mkdtempSync(join(tmpdir(), 'newsgraph-velite-'));
const posts = defineCollection({
  name: 'Post',
  pattern: '**/*.{md,markdown,txt,html}',
  schema: s.object({ title: s.string().optional(), html: s.markdown(), content: s.raw() }),
});
globalThis.config = defineConfig({
  root: resolve(process.argv[2]),
  output: { data: join(out, 'data'), assets: join(out, 'assets'), clean: true },
  collections: { posts },
});
const file = join(import.meta.dirname, `velite-${process.pid}.config.mjs`);
writeFileSync(file, 'export default globalThis.config;\n');
const once = () => build({ config: file, clean: true, logLevel: 'silent' });
try {
  await once();
  const started = performance.now();
  const before = process.cpuUsage();
  const read = await once();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(
    `${JSON.stringify({ posts: read.posts.length, seconds, cpu: (user + system) / 1e6 })}\n`,
  );
} finally {
  rmSync(file, { force: true });
  rmSync(out, { recursive: true, force: true });
}

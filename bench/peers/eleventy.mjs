// Renders a folder of posts with Eleventy, twice, and prints what the second time took as JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import Eleventy from '@11ty/eleventy';
import { load } from 'js-yaml';

const out = mkdtempSync(join(tmpdir(), 'newsgraph-eleventy-'));
// Input has to lie below the working folder.
process.chdir(resolve(process.argv[2]));
/** Without what belongs to the site that a post was taken from, and dates, of which some end the run. */
const yaml = (text) => {
  try {
    const { layout, date, permalink, pagination, ...data } = load(text) ?? {};
    return data;
  } catch {
    return {};
  }
};
const once = async () => {
  const eleventy = new Eleventy('.', relative('.', out), {
    quietMode: true,
    config: (configuration) => {
      // Posts are data: what stands in braces is text, and pages have their path for an address.
      configuration.setTemplateFormats(['md', 'html']);
      configuration.setFrontMatterParsingOptions({ engines: { yaml } });
      configuration.addGlobalData('permalink', () => (data) => `${data.page.inputPath}/index.html`);
      return { markdownTemplateEngine: false, htmlTemplateEngine: false };
    },
  });
  await eleventy.init();
  return await eleventy.toJSON();
};
try {
  await once();
  const started = performance.now();
  const before = process.cpuUsage();
  const pages = await once();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`${JSON.stringify({ posts: pages.length, seconds, cpu: (user + system) / 1e6 })}\n`);
} finally {
  rmSync(out, { recursive: true, force: true });
}

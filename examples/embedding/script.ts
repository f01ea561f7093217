/** Newsgraph without HTTP: `node script.ts ./posts` prints which companies the posts name most. */
import { createNewsgraph } from 'newsgraph';

const newsgraph = await createNewsgraph({ store: ':memory:' });
await newsgraph.ingest(process.argv.slice(2));
const { data, errors } = await newsgraph.execute(`{
  companies(filter: { mentioned: true }, orderBy: { field: ARTICLE_COUNT, direction: DESC }, first: 10) {
    nodes { name mentionCount articles { totalCount } }
  }
}`);
if (errors) throw errors[0];
console.log(JSON.stringify(data, null, 2));
await newsgraph.close();

/** Newsgraph inside a Node server of one's own: `node server.ts ./posts`, then open http://127.0.0.1:4001/graphql */
import { createServer } from 'node:http';
import { createNewsgraph } from 'newsgraph';

const folders = process.argv.slice(2);
const newsgraph = await createNewsgraph({ store: ':memory:' });
await newsgraph.ingest(folders);

const server = createServer((request, response) => {
  if (request.url === '/hello') response.end('A page of the server around it.');
  else newsgraph.listener(request, response);
});
server.listen(Number(process.env.PORT ?? 4001), '127.0.0.1', () => {
  console.log('listening', server.address());
});

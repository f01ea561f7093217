/**
 * One peer of the benchmark `serve`, in a process of its own: the schema and store of Newsgraph behind another server,
 * its answers made by hand, or a constant. Prints its port as JSON once it listens.
 *
 *   node bench/sides/serve.ts yoga|mercurius|hand STORE
 *   node bench/sides/serve.ts constant BYTES
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

const [kind, operand = ''] = process.argv.slice(2);

function listening(port: number): void {
  process.stdout.write(`${JSON.stringify({ port })}\n`);
}

function listen(listener: RequestListener): void {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
}

/** Only what a side needs is loaded by it: how long it takes to start is measured too. */
async function graph(location: string) {
  const [{ createContext }, { createSchema }, { openStore }] = await Promise.all([
    import('../../src/graph/context.ts'),
    import('../../src/graph/schema.ts'),
    import('../../src/store/open.ts'),
  ]);
  const store = await openStore(location);
  return { schema: createSchema(), context: () => createContext(store.session()) };
}

async function yoga(location: string): Promise<void> {
  const { createYoga } = await import('graphql-yoga');
  listen(createYoga({ ...(await graph(location)), logging: false }));
}

async function mercuriusWithJit(location: string): Promise<void> {
  const [{ default: fastify }, { default: mercurius }] = await Promise.all([
    import('fastify'),
    import('mercurius'),
  ]);
  const app = fastify();
  await app.register(mercurius, { ...(await graph(location)), jit: 1 });
  await app.listen({ port: 0, host: '127.0.0.1' });
  listening((app.server.address() as AddressInfo).port);
}

async function byHand(location: string): Promise<void> {
  const { answersByHand } = await import('../serving/by-hand.ts');
  const answers = answersByHand(location);
  listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const data = answers.get(query)?.(variables);
      const body = Buffer.from(JSON.stringify(data ? { data } : { errors: [{ message: 'Not written.' }] }));
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
      });
      response.end(body);
    });
  });
}

/** An answer of so many bytes, made once: what Node's own HTTP server takes to send it. */
function constant(bytes: number): void {
  const body = Buffer.from(JSON.stringify({ data: 'x'.repeat(Math.max(0, bytes - 11)) }));
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
  listen((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, headers).end(body));
  });
}

if (kind === 'yoga') await yoga(operand);
else if (kind === 'mercurius') await mercuriusWithJit(operand);
else if (kind === 'hand') await byHand(operand);
else if (kind === 'constant') constant(Number(operand));
else throw new Error(`There is no side ${kind}.`);

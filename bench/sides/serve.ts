/**
 * One peer of the benchmark `serve`, in a process of its own: the schema and store of Newsgraph behind another server,
 * or a constant. Prints its port as JSON once it listens.
 *
 *   node bench/sides/serve.ts yoga|mercurius STORE
 *   node bench/sides/serve.ts constant BYTES
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { createYoga } from 'graphql-yoga';
import mercurius from 'mercurius';
import { createContext } from '../../src/graph/context.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { openStore } from '../../src/store/open.ts';

const [kind, operand = ''] = process.argv.slice(2);

function listening(port: number): void {
  process.stdout.write(`${JSON.stringify({ port })}\n`);
}

async function yoga(location: string): Promise<void> {
  const store = await openStore(location);
  const handler = createYoga({
    schema: createSchema(),
    context: () => createContext(store.session()),
    logging: false,
  });
  const server = createServer(handler);
  server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
}

async function mercuriusWithJit(location: string): Promise<void> {
  const store = await openStore(location);
  const app = fastify();
  await app.register(mercurius, {
    schema: createSchema(),
    jit: 1,
    context: () => createContext(store.session()),
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  listening((app.server.address() as AddressInfo).port);
}

/** An answer of so many bytes, made once: what Node's own HTTP server takes to send it. */
function constant(bytes: number): void {
  const body = Buffer.from(JSON.stringify({ data: 'x'.repeat(Math.max(0, bytes - 11)) }));
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, headers).end(body));
  });
  server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
}

if (kind === 'yoga') await yoga(operand);
else if (kind === 'mercurius') await mercuriusWithJit(operand);
else if (kind === 'constant') constant(Number(operand));
else throw new Error(`There is no side ${kind}.`);

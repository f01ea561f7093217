/** Serves Newsgraph, the quotes and a gateway over both. Ctrl-C ends all three. */
import { spawn } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { compose } from './compose.ts';
import { quotes } from './quotes.ts';

const PORT = Number(process.env.PORT ?? 4000);
const NEWSGRAPH = resolve(import.meta.dirname, '../../bin/newsgraph.js');

function listen(handler: RequestListener, port: number): Promise<void> {
  return new Promise((done, failed) => {
    createServer(handler).once('error', failed).listen(port, '127.0.0.1', done);
  });
}

const newsgraph = spawn(
  process.execPath,
  [NEWSGRAPH, 'serve', '../../seeds', '--store', ':memory:', '--port', String(PORT + 1)],
  { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
);
newsgraph.once('exit', (code) => process.exit(code ?? 1));
process.once('exit', () => newsgraph.kill());
process.once('SIGINT', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));

// Newsgraph says on its output where it answers, once it does.
for await (const line of createInterface({ input: newsgraph.stdout })) {
  console.log(line);
  if (line.includes('http://')) break;
}
newsgraph.stdout.resume();

await listen(quotes, PORT + 2);
const supergraph = await compose({
  newsgraph: `http://127.0.0.1:${PORT + 1}/graphql`,
  quotes: `http://127.0.0.1:${PORT + 2}/graphql`,
});
await listen(createGatewayRuntime({ supergraph, logging: 'warn' }), PORT);
console.log(`The supergraph answers at http://127.0.0.1:${PORT}/graphql`);

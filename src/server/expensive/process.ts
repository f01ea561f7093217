/** Entry point of the process that runs expensive operations, one after another, beside the one that answers. */
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { createSchema } from '../../graph/schema.ts';
import type { Refusal } from '../../linking/mention.ts';
import { openStore } from '../../store/open.ts';
import type { Store } from '../../store/store.ts';
import { createHandler, type Handler } from '../handler.ts';
import { createLog } from '../observing/log.ts';
import { handlerSettings } from '../settings.ts';
import type { FromProcess, Operation, Outcome, Start, ToProcess } from './messages.ts';

interface Serving {
  readonly handler: Handler;
  readonly store: Store;
}

/** Once started, never rejects but where the store cannot be opened: the process then ends and is started anew. */
let serving: Promise<Serving> | undefined;
const running = new Map<number, AbortController>();

async function start({ config, location }: Start): Promise<Serving> {
  const store = await openStore(location, {
    timeZone: config.timeZone,
    readStores: config.readStore,
    connections: CONNECTIONS,
  });
  const schema = createSchema(config);
  const handler = createHandler({
    ...handlerSettings(config),
    schema,
    store,
    corrections: {
      refusals: askRefusals,
      correct: () => Promise.reject(new TypeError('Only queries are run here.')),
    },
    logging: createLog(config.log),
  });
  say({ kind: 'started' });
  return { handler, store };
}

/** To PostgreSQL: one operation at a time keeps few of them busy. */
const CONNECTIONS = 4;

async function run({ handler, store }: Serving, operation: Operation, signal: AbortSignal): Promise<Outcome> {
  const statementsBefore = store.statementCount;
  const { execute, contextFactory, schema } = handler.getEnveloped({
    request: new Request('http://expensive.invalid', { signal }),
  });
  const result = await execute({
    schema,
    document: parse(operation.document),
    operationName: operation.operationName,
    variableValues: operation.variables,
    contextValue: { ...(await contextFactory()), mayCorrect: operation.mayCorrect },
  });
  if (isAsyncIterable(result)) throw new TypeError('Only queries are run here, and answered whole.');
  return outcomeOf(result as ExecutionResult, store.statementCount - statementsBefore);
}

/** What linking refused is known to the process that answers. */
function askRefusals(articleId: number): Promise<readonly Refusal[]> {
  const question = questions++;
  say({ kind: 'asksRefusals', question, articleId });
  return new Promise((resolve) => asked.set(question, resolve));
}

const asked = new Map<number, (refusals: readonly Refusal[]) => void>();
let questions = 0;

function outcomeOf({ data, errors, extensions }: ExecutionResult, statements: number): Outcome {
  const formatted = errors?.map((error) => (error instanceof GraphQLError ? error.toJSON() : error)) ?? null;
  const sent = {
    ...(formatted === null ? {} : { errors: formatted.map(withoutHttp) }),
    ...(data === undefined ? {} : { data }),
    ...(extensions === undefined ? {} : { extensions }),
  };
  return {
    body: Buffer.from(JSON.stringify(sent)),
    hasData: data !== undefined && data !== null,
    errors: formatted,
    statements,
  };
}

/** What an error says to HTTP is for the server alone. */
function withoutHttp(error: GraphQLFormattedError): GraphQLFormattedError {
  const { http: _http, unexpected: _unexpected, ...extensions } = error.extensions ?? {};
  const { extensions: _extensions, ...rest } = error;
  return Object.keys(extensions).length === 0 ? rest : { ...rest, extensions };
}

async function hear(message: ToProcess): Promise<void> {
  switch (message.kind) {
    case 'start':
      serving = start(message.start);
      await serving;
      break;
    case 'run': {
      const cancelling = new AbortController();
      running.set(message.number, cancelling);
      const outcome = await run(await ready(), message.operation, cancelling.signal);
      running.delete(message.number);
      say({ kind: 'done', number: message.number, outcome });
      break;
    }
    case 'cancel':
      running.get(message.number)?.abort();
      break;
    case 'refusals':
      asked.get(message.question)?.(message.refusals);
      asked.delete(message.question);
  }
}

function ready(): Promise<Serving> {
  if (serving === undefined) throw new Error('An operation came before the start.');
  return serving;
}

function say(message: FromProcess): void {
  process.send?.(message);
}

/** Signals go to the whole group of a terminal or a service; the process that answers says when to end. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
process.on('message', (message: ToProcess) => {
  hear(message).catch((error: Error) => {
    process.stderr.write(`newsgraph: the process for expensive operations ended: ${error.message}\n`);
    process.exit(1);
  });
});

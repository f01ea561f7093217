import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../../store/store.ts';
import type { Admission } from '../limits/admission.ts';
import type { Served } from './served.ts';

/** Names of operations that are told apart; clients choose names, and each takes memory for ever. */
const MOST_OPERATIONS = 200;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads at `/metrics`. */
export class Metrics {
  readonly registry = new Registry();
  private readonly operations = new Set<string>();
  private readonly requests = new Counter({
    name: 'newsgraph_requests_total',
    help: 'Answers to GraphQL requests, by operation and by the code of their first error.',
    labelNames: ['operation', 'code'],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'newsgraph_request_duration_seconds',
    help: 'Time to answer, by operation.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly ingests = new Counter({
    name: 'newsgraph_ingests_total',
    help: 'Ingests that this process committed, by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  private readonly rejections = new Counter({
    name: 'newsgraph_unhandled_rejections_total',
    help: 'Rejections that nothing handled: a mistake of this program, which it survived.',
    registers: [this.registry],
  });

  constructor(store: Store, admission: Admission) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge('newsgraph_requests_in_flight', 'GraphQL requests at work.', () => admission.requests);
    this.gauge(
      'newsgraph_answer_bytes_in_flight',
      'Bytes of answers being made or sent.',
      () => admission.bytes,
    );
    this.gauge('newsgraph_subscriptions', 'Open subscriptions.', () => admission.subscriptions);
    this.gauge('newsgraph_refused_requests', 'Requests refused for want of room.', () => admission.refused);
    this.gauge('newsgraph_statements', 'SQL statements sent.', () => store.statementCount);
    const corpus = () => store.corpus.get();
    this.gauge(
      'newsgraph_revision',
      'Revision of the store.',
      async () => Number((await corpus()).revision),
      'max',
    );
    this.gauge(
      'newsgraph_articles',
      'Articles in the store.',
      async () => (await corpus()).articleCount,
      'max',
    );
    for (const severity of ['ERROR', 'WARNING', 'INFO'] as const) {
      const name = `newsgraph_diagnostics_${severity.toLowerCase()}`;
      this.gauge(
        name,
        `Diagnostics of severity ${severity}.`,
        () => store.corpus.diagnosticCount({ severity }),
        'max',
      );
    }
  }

  readonly served = ({ operation, codes, seconds }: Served): void => {
    const name = this.operationLabel(operation);
    this.requests.inc({ operation: name, code: codes[0] ?? 'OK' });
    this.durations.observe({ operation: name }, seconds);
  };

  ingested(outcome: 'committed' | 'failed'): void {
    this.ingests.inc({ outcome });
  }

  unhandledRejection(): void {
    this.rejections.inc();
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private operationLabel(operation: string | null): string {
    if (operation === null) return 'unnamed';
    if (this.operations.size < MOST_OPERATIONS) this.operations.add(operation);
    return this.operations.has(operation) ? operation : 'other';
  }

  /**
   * A gauge that is read when it is asked for; what cannot be read then, as a store that is down, is left out. Of
   * several processes it is the sum, or the greatest where they all tell of the same thing.
   */
  private gauge(
    name: string,
    help: string,
    read: () => number | Promise<number>,
    aggregator: 'sum' | 'max' = 'sum',
  ): void {
    new Gauge({
      name,
      help,
      aggregator,
      registers: [this.registry],
      async collect() {
        try {
          this.set(await read());
        } catch {
          this.reset();
        }
      },
    });
  }
}

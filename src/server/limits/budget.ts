import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Limits } from '../../limits.ts';
import { refusalError } from '../refusal.ts';
import type { Ticket } from './admission.ts';

/** What one operation may still take: time and bytes. Past either it is stopped, wherever it is. */
export class Budget {
  private readonly limits: Limits;
  private readonly ticket: Ticket;
  private readonly stopping: AbortController | undefined;
  private readonly stopped = Promise.withResolvers<ExecutionResult>();
  private deadline = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  /** Why it was stopped; it then has no other answer. */
  error: GraphQLError | null = null;

  /** `stopping` ends the statements of the operation. */
  constructor(limits: Limits, ticket: Ticket, stopping?: AbortController) {
    this.limits = limits;
    this.ticket = ticket;
    this.stopping = stopping;
  }

  /** The answer of an operation that was stopped, as soon as it is; the work ends at its next field. */
  get answer(): Promise<ExecutionResult> {
    return this.stopped.promise;
  }

  get bytes(): number {
    return this.ticket.size;
  }

  /** Counts the time from now on. */
  start(): void {
    const { operationTimeoutMs } = this.limits;
    this.deadline = performance.now() + operationTimeoutMs;
    this.timer = setTimeout(() => this.stopLate(), operationTimeoutMs);
  }

  end(): void {
    clearTimeout(this.timer);
    this.deadline = Number.POSITIVE_INFINITY;
  }

  /** Whether the operation may go on; asked of the clock too, as a timer waits while a thread computes. */
  allows(): boolean {
    if (this.error === null && performance.now() > this.deadline) this.stopLate();
    return this.error === null;
  }

  /** Counts what the answer grew by; false where it may not. */
  spend(bytes: number): boolean {
    const refusal = this.ticket.grow(bytes);
    if (refusal !== null) this.stop(refusalError(refusal));
    else if (this.ticket.size > this.limits.maxAnswerBytes) this.stop(tooLarge(this.limits.maxAnswerBytes));
    return this.error === null;
  }

  /** An event of a subscription was sent: the next one has the whole room. */
  refill(): void {
    this.ticket.empty();
  }

  /** The client is gone. */
  cancel(): void {
    this.stop(
      new GraphQLError('The client closed the request.', { extensions: { code: 'CLIENT_CLOSED_REQUEST' } }),
    );
  }

  private stopLate(): void {
    this.stop(late(this.limits.operationTimeoutMs));
  }

  private stop(error: GraphQLError): void {
    if (this.error !== null) return;
    this.error = error;
    this.stopped.resolve({ errors: [error] });
    this.stopping?.abort();
  }
}

function late(milliseconds: number): GraphQLError {
  return refusalError({
    status: 504,
    code: 'OPERATION_TIMEOUT',
    message: `The operation took longer than ${milliseconds / 1000} s and was stopped.`,
    hint: 'Ask for smaller pages, fewer fields or a narrower filter.',
  });
}

function tooLarge(bytes: number): GraphQLError {
  return refusalError({
    status: 422,
    code: 'ANSWER_TOO_LARGE',
    message: `The answer takes more than ${bytes} bytes and was not finished.`,
    hint: 'Ask for smaller pages (`first`) or fewer texts, and for the rest with `after`.',
  });
}

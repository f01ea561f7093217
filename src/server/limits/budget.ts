import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Limits } from '../../limits.ts';
import { refusalError } from '../refusal.ts';
import type { Ticket } from './admission.ts';

/** What one operation may still take: time and bytes. Past either it is stopped, wherever it is. */
export class Budget {
  private readonly limits: Limits;
  private readonly ticket: Ticket;
  private readonly stopped = Promise.withResolvers<ExecutionResult>();
  private deadline = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  /** Why it was stopped; it then has no other answer. */
  error: GraphQLError | null = null;

  constructor(limits: Limits, ticket: Ticket) {
    this.limits = limits;
    this.ticket = ticket;
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

  /** Throws where the operation was stopped, or should have been: a timer waits while a thread computes. */
  check(): void {
    if (this.error !== null) throw this.error;
    if (performance.now() > this.deadline) throw this.stopLate();
  }

  /** Throws where the answer grows too large. */
  spend(bytes: number): void {
    const refusal = this.ticket.grow(bytes);
    if (refusal !== null) throw this.stop(refusalError(refusal));
    if (this.ticket.size > this.limits.maxAnswerBytes) throw this.stop(tooLarge(this.limits.maxAnswerBytes));
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

  private stopLate(): GraphQLError {
    return this.stop(late(this.limits.operationTimeoutMs));
  }

  private stop(error: GraphQLError): GraphQLError {
    if (this.error === null) {
      this.error = error;
      this.stopped.resolve({ errors: [error] });
    }
    return this.error;
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

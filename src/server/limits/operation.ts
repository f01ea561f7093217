import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Limits } from '../../limits.ts';
import { busy, refusalError } from '../refusal.ts';
import type { Admission, Tickets } from './admission.ts';
import { Budget } from './budget.ts';
import type { Metered } from './metered-schema.ts';

const TOO_MANY_SUBSCRIPTIONS = busy(
  'SERVER_BUSY',
  'As many subscriptions are open as this server takes.',
  'Subscribe again after the time in Retry-After.',
);

interface Context extends Metered {
  readonly request?: Request;
}

/** Gives each operation its budget, and ends it with one error where the budget is spent. */
export function operationLimits(limits: Limits, admission: Admission, tickets: Tickets): Plugin<Context> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const context: Context = args.contextValue;
      // An event of a subscription, whose budget is there already.
      if (context.budget !== undefined) return;
      const request = context.request;
      const known = context.ticket ?? tickets.of(request);
      const ticket = known ?? admission.enter();
      const budget = new Budget(limits, ticket, context.stopping);
      context.budget = budget;
      const cancel = () => budget.cancel();
      request?.signal.addEventListener('abort', cancel, { once: true });
      const end = () => {
        budget.end();
        request?.signal.removeEventListener('abort', cancel);
        if (known === undefined) ticket.release();
      };
      setExecuteFn(async (args) => {
        budget.start();
        try {
          const result = await Promise.race([executeFn(args), budget.answer]);
          if (isAsyncIterable<ExecutionResult>(result)) return ended(result, end, budget);
          end();
          return budget.error === null ? result : { errors: [budget.error] };
        } catch (error) {
          end();
          if (budget.error !== null) return { errors: [budget.error] };
          throw error;
        }
      });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      if (admission.subscriptions >= limits.maxSubscriptions) {
        setResultAndStopExecution({ errors: [refusalError(TOO_MANY_SUBSCRIPTIONS)] });
        return;
      }
      const context: Context = args.contextValue;
      const known = tickets.of(context.request);
      const ticket = known ?? admission.enter();
      const budget = new Budget(limits, ticket, context.stopping);
      context.budget = budget;
      return {
        onSubscribeResult({ result, setResult }) {
          ticket.rest();
          if (!isAsyncIterable<ExecutionResult>(result)) return;
          admission.subscriptions += 1;
          const end = () => {
            admission.subscriptions -= 1;
            if (known === undefined) ticket.release();
          };
          setResult(ended(result, end, budget, () => budget.refill()));
        },
      };
    },
  };
}

/** The same results; `onEnd` is called once when there are no more, and `onNext` before each. */
function ended<Result>(
  results: AsyncIterable<Result>,
  onEnd: () => void,
  budget: Budget,
  onNext: () => void = () => {},
): AsyncIterableIterator<Result> {
  const iterator = results[Symbol.asyncIterator]();
  let open = true;
  // Not a race with the answer: it would keep every event of a subscription for as long as that is open.
  let waiting: ((result: IteratorResult<Result>) => void) | null = null;
  void budget.answer.then((value) => waiting?.({ done: false, value: value as Result }));
  const end = () => {
    if (open) onEnd();
    open = false;
  };
  const endedBy = async (step: Promise<IteratorResult<Result>>) => {
    try {
      const result = await step;
      if (result.done) end();
      return result;
    } catch (error) {
      end();
      throw error;
    }
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => {
      onNext();
      if (budget.error !== null) {
        end();
        void iterator.return?.();
        return Promise.resolve({ done: true, value: undefined });
      }
      const step = new Promise<IteratorResult<Result>>((resolve, reject) => {
        waiting = resolve;
        iterator.next().then(resolve, reject);
      });
      return endedBy(step);
    },
    return: (value) => {
      end();
      return iterator.return?.(value) ?? Promise.resolve({ done: true, value });
    },
    throw: (error) => {
      end();
      return iterator.throw?.(error) ?? Promise.reject(error);
    },
  };
}

import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Ticket } from './admission.ts';
import type { Budget } from './budget.ts';

/** A context in which answers are counted; without a budget they are not. */
export interface Metered {
  budget?: Budget;
  /** Of an operation that is run without a request of Yoga's. */
  readonly ticket?: Ticket;
}

/**
 * What parts of an answer take in memory beside their text, measured on this executor: an object is a hash table, a
 * value a place in it and in the JSON.
 */
const OBJECT_BYTES = 320;
const VALUE_BYTES = 64;

const metered = new WeakSet<GraphQLSchema>();

/**
 * Lets every field of the schema look at the budget of its operation: before it does anything, so that a stopped
 * operation does no more work whichever executor runs it, and after, for the bytes that it adds to the answer.
 */
export function meterSchema(schema: GraphQLSchema): GraphQLSchema {
  if (metered.has(schema)) return schema;
  metered.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const size = isLeafType(getNamedType(field.type)) ? sizeOfValue : sizeOfObjects;
      field.resolve = meteredResolver(field.resolve ?? defaultFieldResolver, size);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, Metered>;

/**
 * An error is a rejection, never thrown: where an executor completes a list, what is thrown at one item leaves the
 * promises of the items before it to nobody, and a rejection among them ends the process. A stopped operation has its
 * answer; its fields are left unanswered and collected, as an error for each of them would fill the memory.
 */
function meteredResolver(resolve: Resolver, size: (value: unknown) => number): Resolver {
  return (source, args, context, info) => {
    try {
      const budget = context?.budget;
      if (budget === undefined) return resolve(source, args, context, info);
      if (!budget.allows()) return unanswered();
      const value: unknown = resolve(source, args, context, info);
      if (value instanceof Promise) {
        return value.then((answer) => (budget.spend(size(answer)) ? answer : unanswered()));
      }
      return budget.spend(size(value)) ? value : unanswered();
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** One of its own for each field: what waits for a promise that all share would stay with it. */
function unanswered(): Promise<never> {
  return new Promise(() => {});
}

function sizeOfObjects(value: unknown): number {
  return OBJECT_BYTES * (Array.isArray(value) ? value.length : 1);
}

/** UTF-8 as the answer is sent in; JSON scalars by what they hold. */
function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  for (const child of Object.values(value)) bytes += sizeOfValue(child);
  return bytes;
}

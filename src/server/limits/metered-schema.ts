import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Store } from '../../store/store.ts';
import type { Ticket } from './admission.ts';
import type { Budget } from './budget.ts';

/** A context in which answers are counted; without a budget they are not. */
export interface Metered {
  budget?: Budget;
  /** Of an operation that is run without a request of Yoga's. */
  readonly ticket?: Ticket;
  /** Ends the statements of the operation. */
  readonly stopping?: AbortController;
  /** Whether the sender of the operation may correct links. */
  readonly mayCorrect?: boolean;
  /** Of the operation: its statements are counted apart from those of others. */
  readonly store?: Store;
  /** What it was estimated to cost, where that was asked. */
  cost?: number | null;
  /** Statements that another process sent for it. */
  statementsElsewhere?: number;
}

/** Statements that an operation has sent so far. */
export function statementsOf({ store, statementsElsewhere = 0 }: Metered): number {
  return (store?.statementCount ?? 0) + statementsElsewhere;
}

/**
 * What parts of an answer take in memory beside their text, measured on this executor: an object is a hash table, a
 * value a place in it and in the JSON.
 */
const OBJECT_BYTES = 320;
const VALUE_BYTES = 64;

const metered = new WeakSet<GraphQLSchema>();

/**
 * Lets the fields of the schema look at the budget of their operation: before they do anything, so that a stopped
 * operation does no more work whichever executor runs it, and after, for the bytes that they add to the answer. A field
 * that only hands out a property of its object does no work: it is counted with the object, and an executor then reads it
 * without calling anything.
 */
export function meterSchema(schema: GraphQLSchema): GraphQLSchema {
  if (metered.has(schema)) return schema;
  metered.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isPlainProperty(field)) delete field.resolve;
      else field.resolve = meteredResolver(field);
    }
  }
  return schema;
}

/** Whether it is a value that stands in the row under the name of the field. */
function isPlainProperty({ name, type, extensions }: GraphQLField<unknown, Metered>): boolean {
  return (
    isLeafType(getNamedType(type)) &&
    extensions.pothosExposedField === name &&
    extensions.pothosResolveWrapped !== true
  );
}

type Resolver = GraphQLFieldResolver<unknown, Metered>;

/**
 * An error is a rejection, never thrown: where an executor completes a list, what is thrown at one item leaves the
 * promises of the items before it to nobody, and a rejection among them ends the process. A stopped operation has its
 * answer; its fields are left unanswered and collected, as an error for each of them would fill the memory.
 */
function meteredResolver({ resolve = defaultFieldResolver, type }: GraphQLField<unknown, Metered>): Resolver {
  const counted = isLeafType(getNamedType(type)) ? countedValue : countedObjects;
  return (source, args, context, info) => {
    try {
      const budget = context?.budget;
      if (budget === undefined) return resolve(source, args, context, info);
      if (!budget.allows()) return unanswered();
      const value: unknown = resolve(source, args, context, info);
      if (value instanceof Promise) {
        return value.then(
          (answer) => counted(budget, answer, info),
          (error: unknown) => (budget.allows() ? Promise.reject(error) : unanswered()),
        );
      }
      return counted(budget, value, info);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** One of its own for each field: what waits for a promise that all share would stay with it. */
function unanswered(): Promise<never> {
  return new Promise(() => {});
}

function countedValue(budget: Budget, value: unknown): unknown {
  return budget.spend(sizeOfValue(value)) ? value : unanswered();
}

/** Objects are counted with what is selected of their properties; those still to come when they do. */
function countedObjects(budget: Budget, value: unknown, info: GraphQLResolveInfo): unknown {
  if (!Array.isArray(value)) return countedObject(budget, value, info);
  let awaited = false;
  let bytes = 0;
  for (const item of value) {
    if (item instanceof Promise) awaited = true;
    else bytes += sizeOfObject(item, info);
  }
  if (!budget.spend(bytes)) return unanswered();
  if (!awaited) return value;
  return value.map((item) =>
    item instanceof Promise ? item.then((object) => countedObject(budget, object, info)) : item,
  );
}

function countedObject(budget: Budget, value: unknown, info: GraphQLResolveInfo): unknown {
  return budget.spend(sizeOfObject(value, info)) ? value : unanswered();
}

function sizeOfObject(value: unknown, { fieldNodes, fragments }: GraphQLResolveInfo): number {
  let bytes = OBJECT_BYTES;
  if (typeof value !== 'object' || value === null) return bytes;
  const properties = value as Readonly<Record<string, unknown>>;
  for (const node of fieldNodes) {
    for (const name of leavesOf(node, fragments)) bytes += sizeOfValue(properties[name]);
  }
  return bytes;
}

const leaves = new WeakMap<FieldNode, readonly string[]>();

/** The properties that are selected of what a field answers, once for each name that they have in the answer. */
function leavesOf(node: FieldNode, fragments: GraphQLResolveInfo['fragments']): readonly string[] {
  let names = leaves.get(node);
  if (names === undefined) {
    const byShownName = new Map<string, string>();
    collectLeaves(node.selectionSet, fragments, byShownName, new Set());
    names = [...byShownName.values()];
    leaves.set(node, names);
  }
  return names;
}

function collectLeaves(
  selectionSet: SelectionSetNode | undefined,
  fragments: GraphQLResolveInfo['fragments'],
  byShownName: Map<string, string>,
  visited: Set<string>,
): void {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      const { name, alias, selectionSet: below } = selection;
      if (below === undefined) byShownName.set(alias?.value ?? name.value, name.value);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collectLeaves(selection.selectionSet, fragments, byShownName, visited);
    } else if (!visited.has(selection.name.value)) {
      visited.add(selection.name.value);
      collectLeaves(fragments[selection.name.value]?.selectionSet, fragments, byShownName, visited);
    }
  }
}

/** UTF-8 as the answer is sent in; JSON scalars by what they hold. */
function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  for (const child of Object.values(value)) bytes += sizeOfValue(child);
  return bytes;
}

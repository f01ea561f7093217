import { GraphQLError } from 'graphql';
import { isCursor } from '../store/pages/cursor.ts';
import { InvalidCursor } from '../store/store.ts';

/**
 * An error that the sender of the operation can mend: `extensions` name the argument (a dotted path for inputs,
 * `filter.mentions.all`) and, where there is one, a hint. Everything else that goes wrong is left to the server,
 * which masks it.
 */
export function badUserInput(argument: string, message: string, hint?: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', argument, ...(hint === undefined ? {} : { hint }) },
  });
}

/**
 * A row that another one points at is not there: a new revision took it away between the two reads. The operation
 * finds neither when it is run again.
 */
export class Overtaken extends Error {}

/** Passes a result on, and turns the store's complaint about a cursor into one that the client understands. */
export async function cursorsChecked<Value>(result: Promise<Value>): Promise<Value> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof InvalidCursor) {
      throw invalidCursor(error);
    }
    throw error;
  }
}

/** A cursor as a client sends it, refused where no list can have handed it out. */
export function wellFormedCursor(argument: 'after' | 'before', cursor: string): string {
  if (cursor.length > 4000 || !isCursor(cursor)) throw invalidCursor(new InvalidCursor(argument));
  return cursor;
}

function invalidCursor({ argument, message }: InvalidCursor): GraphQLError {
  return badUserInput(
    argument,
    message,
    'Take the value of `cursor`, `startCursor` or `endCursor` from an answer to the same field with the same order.',
  );
}

const NUL = String.fromCharCode(0);

/** Text that goes into the database: NUL, which PostgreSQL cannot hold, and excessive length are refused. */
export function checkedText(argument: string, text: string, limit = 1000): string {
  if (text.length > limit) {
    throw badUserInput(
      argument,
      `\`${argument}\` must have at most ${limit} characters, not ${text.length}.`,
    );
  }
  if (text.includes(NUL)) {
    throw badUserInput(argument, `\`${argument}\` must not contain the character U+0000.`);
  }
  return text;
}

/** A list of a client's, at most `limit` long. */
export function checkedList<Item>(argument: string, items: readonly Item[], limit = 100): readonly Item[] {
  if (items.length > limit) {
    throw badUserInput(
      argument,
      `\`${argument}\` must have at most ${limit} values, not ${items.length}.`,
      'Send several operations, or several fields under aliases.',
    );
  }
  return items;
}

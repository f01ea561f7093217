import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { UserError } from '../diagnostic.ts';

/** Documents by their ids, as a build of a client wrote them. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const SHA256 = 'sha256:';

/**
 * Reads files that map ids to documents: `persisted-documents.json` of GraphQL Code Generator's client preset, or
 * what relay-compiler's `persistConfig` writes. An id `sha256:HEX` is known as `HEX` too, which is how Apollo's and
 * urql's protocol spells it. Throws `UserError` that names the file and what is wrong with it.
 */
export async function loadTrustedDocuments(files: readonly string[]): Promise<TrustedDocuments> {
  const documents = new Map<string, string>();
  for (const file of files) {
    for (const [id, text] of entries(file, await readJson(file))) {
      const before = documents.get(id);
      if (before !== undefined && before !== text) {
        throw malformed(file, `the id ${id} stands for another document than in an earlier file`);
      }
      documents.set(id, text);
      if (id.startsWith(SHA256)) documents.set(id.slice(SHA256.length), text);
    }
  }
  return documents;
}

/** Throws `UserError` where a document asks for what the schema does not have: its client is newer or older. */
export function requireFitting(documents: TrustedDocuments, schema: GraphQLSchema): void {
  for (const [id, text] of documents) {
    const [error] = validate(schema, parse(text));
    if (error === undefined) continue;
    throw new UserError(
      'UNFIT_TRUSTED_DOCUMENT',
      `The trusted document ${id} does not fit the schema: ${error.message}`,
      'Build the client again with the schema that `newsgraph schema` prints.',
    );
  }
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(
      'NO_TRUSTED_DOCUMENTS',
      `The trusted documents ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      'Name the persisted-documents.json that the build of your client writes.',
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(file, `it is no JSON: ${(error as Error).message}`);
  }
}

function entries(file: string, json: unknown): [id: string, text: string][] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw malformed(file, 'it is no JSON object');
  }
  const found = Object.entries(json);
  if (found.length === 0) throw malformed(file, 'it holds no document');
  return found.map(([id, text]) => {
    if (typeof text !== 'string') throw malformed(file, `the value of ${JSON.stringify(id)} is no string`);
    try {
      parse(text, { noLocation: true });
    } catch (error) {
      throw malformed(file, `the document ${id} is no GraphQL: ${(error as Error).message}`);
    }
    if (!hashFits(id, text)) throw malformed(file, `the document ${id} has another SHA-256 than its id`);
    return [id, text];
  });
}

/** Whether an id that is a SHA-256 is that of its text; other ids say nothing about it. */
function hashFits(id: string, text: string): boolean {
  const expected = /^(?:sha256:)?([0-9a-f]{64})$/.exec(id)?.[1];
  return expected === undefined || expected === hash('sha256', text, 'hex');
}

function malformed(file: string, reason: string): UserError {
  return new UserError(
    'MALFORMED_TRUSTED_DOCUMENTS',
    `The trusted documents ${file} cannot be used: ${reason}.`,
    'The file is one JSON object of ids and documents, as codegen (persistedDocuments) and relay-compiler (persistConfig) write it; build the client again.',
  );
}

/**
 * What differs between SQLite and PostgreSQL, and nothing else. Queries are written once and ask the engine for the few
 * fragments that they cannot share.
 */
import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { AnswerCache } from './answer-cache.ts';
import type { ArticleText, Database, Row, TableName } from './database.ts';
import type { TextQuery } from './search/analyser.ts';
import type { RevisionChange, Store } from './store.ts';

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/** A whole statement, by Kysely's builder or as a template. */
export interface Query<Result> {
  compile(db: Kysely<Database>): CompiledQuery<Result>;
}

/** Runs statements, on whichever connection it stands for. */
export interface Session {
  rows<Result>(query: Query<Result>): Promise<Result[]>;
}

/** Reads in the engine's language. */
export interface Reader extends Session {
  readonly dialect: Dialect;
}

export interface Dialect {
  readonly name: Store['engine'];
  /** The condition, after an operand, that it is one of these integers, sent as one parameter. */
  anyId(values: readonly number[]): Sql;
  /** The same for texts. */
  anyText(values: readonly string[]): Sql;
  /**
   * A table `t(place, …columns)` that holds, for each parent, the rows of its own (ordered and limited) query. A parent
   * is a list of integers; `place` is its index.
   */
  perParent(
    parents: readonly (readonly number[])[],
    columns: readonly string[],
    body: (parent: Parent) => Sql,
  ): Sql;
  /** A table `alias(value)` of integers, as one parameter. */
  ids(values: readonly number[], alias: string): Sql;
  /** The rows of a query for each row of a table with one column `value`, as a table `q`. */
  forEach(table: Sql, columns: readonly string[], query: Sql): Sql;
  /** The tables `l(value)` of the ids in `article a`'s column `terms`, to be joined to it. */
  readonly termsOfArticle: Sql;
  /** Joins, to each row before it, the rows of a query of one column that depends on it. */
  lateral(alias: string, column: string, query: Sql): { readonly join: Sql; readonly value: Sql };
  /** Aggregates rows of values into one JSON array of arrays, as text. */
  collect(values: readonly Sql[]): Sql;
  /** A table `v` of rows of integers, as one parameter. */
  tuples(rows: readonly (readonly number[])[], columns: readonly string[]): Sql;
  /** A table `v(owner, member)` of each integer with every one of its own, as one parameter. */
  owned(lists: ReadonlyMap<number, readonly number[]>): Sql;
  /**
   * Ends a subquery that is to be asked once for each row, and not turned into a join: a page needs few rows of a
   * long list, which a join would read whole.
   */
  readonly eachRow: Sql;
  /** Where `part` first occurs in `text`, from 1; 0 where it does not. */
  indexOf(text: Sql, part: Sql): Sql;
  /** An integer parameter whose type the engine cannot infer from its place. */
  integer(value: number): Sql;
  /** The id of the article of a text, in the table that is searched, `article_text x`. */
  readonly textId: Sql;
  /**
   * How many texts to look through in their order before the index is asked for all that hold the query: some where
   * it is common, none where it is rare. Null where the index gives them in order.
   */
  lookAhead(query: TextQuery, titleOnly: boolean): number | null;
  /** The condition on `x` that it holds every term (`titleOnly`: in the title), and not all terms of an exception. */
  textCondition(query: TextQuery, titleOnly: boolean, except?: readonly TextException[]): Sql;
}

/** The parent whose query is written: its integers one by one, or all of them as a table. */
export interface Parent {
  /** SQL of the integer in this place; NULL where the parent has fewer. */
  at(place: number): Sql;
  /** A table `alias(value)`. */
  all(alias: string): Sql;
}

export interface TextException {
  readonly query: TextQuery;
  readonly titleOnly: boolean;
}

/** Ids with how often each was met. */
export type Counts = ReadonlyMap<number, number>;

/** What counting needs of the scopes: their statements, one by one or as one for all of them. */
export interface Tally {
  readonly parents: readonly (readonly number[])[];
  /** Selects the columns `id` and `value` of each article, once. */
  readonly body: (parent: Parent) => Sql;
}

/** The writing side, alone in the store from the beginning until it is closed. */
export interface Writer extends Session {
  insert<Table extends TableName>(table: Table, rows: readonly Row<Table>[]): Promise<void>;
  insertTexts(texts: readonly ArticleText[]): Promise<void>;
  /** Removes what search keeps of articles. */
  deleteTexts(articleIds: readonly number[]): Promise<void>;
  commit(change: RevisionChange | null): Promise<void>;
  /** Gives up what was not committed, if anything, and lets the next writer in. */
  close(): Promise<void>;
}

export type StatementListener = (text: string, parameters: readonly unknown[]) => void;

export interface EngineSettings {
  readonly onStatement: StatementListener | null;
  /** Addresses of streaming replicas that reads may go to. */
  readonly readStores: readonly string[];
  /** Articles from which on SQLite reads aggregates on a thread of its own. */
  readonly largeCorpus: number;
  /** Bytes of counts that are kept in memory. */
  readonly answerBytes: number;
  /** Connections to a PostgreSQL server that read. */
  readonly connections: number;
  /** Called when the store has an older layout, which is then made anew, empty; null to refuse such a store. */
  readonly onOldLayout: (() => void) | null;
}

export interface Engine extends Reader {
  /** What was counted, by revision. */
  readonly answers: AnswerCache;
  /** For statements by Kysely's builder, which are then given to `rows`. */
  readonly db: Kysely<Database>;
  /**
   * Where statements belong that read as many rows as an entity has articles, or more. On SQLite, whose statements
   * run on the thread that sends them, that is another thread once the corpus is large.
   */
  aggregates(): Reader;
  /** How many articles of each parent have each term; `value` is the article's `terms`. */
  countTerms(tally: Tally): Promise<Counts[]>;
  /** How many articles of each parent have a term of each group: pairs of a term and a group that it belongs to. */
  countGroups(tally: Tally, groups: readonly (readonly [term: number, group: number])[]): Promise<Counts[]>;
  /**
   * For each parent the number of articles and the sum of `value` in each stretch between two of the ascending bounds,
   * by the place of the lower one.
   */
  countStretches(tally: Tally, bounds: readonly number[]): Promise<Map<number, StretchCount>[]>;
  /** The newest revision that reads of this engine see. */
  revision(): Promise<number>;
  /** Statements sent; of a session its own. */
  readonly statementCount: number;
  openWriter(): Promise<Writer>;
  /** Calls back when a revision may have been committed, here or elsewhere; answers how to stop. */
  watch(listener: () => void): () => void;
  /** This revision was read from the store: from now on no read answers from before it. */
  seen(revision: number): void;
  /** A client says that it was; resolves when that is known to be so and holds, or known to be wrong. */
  claimed(revision: number): Promise<void>;
  /**
   * An engine for reads that belong to one operation: none of them answers from before another. When the signal is
   * aborted they end with `Cancelled`, and with them their statements in the database.
   */
  session(signal?: AbortSignal): Engine;
  /** Whether the operation of this session was given up. */
  readonly isCancelled: boolean;
  close(): Promise<void>;
}

export interface StretchCount {
  readonly articles: number;
  readonly value: number;
}

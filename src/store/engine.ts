/**
 * What differs between SQLite and PostgreSQL, and nothing else. Queries are written once, as SQL templates that
 * both understand, and ask the engine for the few fragments that they cannot share.
 */
import type { RawBuilder } from 'kysely';
import type { TextQuery } from './analyser.ts';
import type { IdentityHash } from './identity.ts';
import type { Row, TableName } from './schema.ts';
import type { RevisionChange, Store } from './store.ts';
import type { PackedRows } from './tuple.ts';

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/** Something for one parent, whose integers come as SQL; NULL where it has fewer. */
export type PerParent<Result> = (first: Sql, second: Sql, third: Sql) => Result;

/** Runs statements, on whichever connection it stands for. */
export interface Session {
  rows<Result>(query: RawBuilder<Result>): Promise<Result[]>;
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
   * A table `t(place, …columns)` that holds, for each parent, the rows of its own (ordered and limited) query.
   * A parent is a tuple of integers, which `body` receives as SQL; `place` is its index in the list.
   */
  perParent(parents: readonly (readonly number[])[], columns: readonly string[], body: PerParent<Sql>): Sql;
  /** Joins, to each row before it, the rows of a query of one column that depends on it. */
  lateral(alias: string, column: string, query: Sql): { readonly join: Sql; readonly value: Sql };
  /** Aggregates rows of values into one JSON array of arrays, as text. */
  collect(values: readonly Sql[]): Sql;
  /** A table `v` of rows of integers, as one parameter. */
  tuples(rows: readonly (readonly number[])[], columns: readonly string[]): Sql;
  /**
   * Ends a subquery that is to be asked once for each row, and not turned into a join: a page needs few rows of a
   * long list, which a join would read whole.
   */
  readonly eachRow: Sql;
  /**
   * Whether a statement that reads every article gains by joining postings by the date as well, which is part of their
   * key. PostgreSQL would take the second condition for one that leaves few.
   */
  readonly joinsByDate: boolean;
  /** The statement that removes what search keeps of articles, which must still be there. */
  deleteTexts(articleIds: readonly number[]): Sql;
  /** Where `part` first occurs in `text`, from 1; 0 where it does not. */
  indexOf(text: Sql, part: Sql): Sql;
  /** An integer parameter whose type the engine cannot infer from its place. */
  integer(value: number): Sql;
  /** The table that is searched, under the alias `x`. */
  readonly textSource: {
    readonly from: Sql;
    /** The article's position, in whose order the index can be read. */
    readonly position: Sql;
    /** The article's id. */
    readonly id: Sql;
    /** How many keys of (position, …) leave no tie: 1 where positions are unique. */
    readonly decisive: number;
    /** The condition that `x` is the text of `article a`. */
    readonly isArticle: Sql;
    /** The condition that `x` is the text of an article known by its id. */
    isOf(articleId: Sql): Sql;
  };
  /**
   * How many texts to look through in their order before the index is asked for all that hold the query: some where
   * it is common, none where it is rare. Null where the index gives them in order.
   */
  lookAhead(query: TextQuery, titleOnly: boolean): number | null;
  /** The condition on `x` that it holds every term (`titleOnly`: in the title), and not all terms of an exception. */
  textCondition(query: TextQuery, titleOnly: boolean, except?: readonly TextException[]): Sql;
}

export interface TextException {
  readonly query: TextQuery;
  readonly titleOnly: boolean;
}

/** The writing side, alone in the store until it is closed. */
export interface Writer extends Session {
  /** Makes rows ready to be inserted: SQLite keeps them, PostgreSQL stages them in a temporary table. */
  stage(tables: StagedRows): Promise<Staged>;
  /** The same for rows that are packed already. */
  stagePacked(tables: PackedRows): Promise<Staged>;
  /** Inserts the staged rows whose `id` (article_id, position for texts) is among `ids`; all where null. */
  insert(staged: Staged, table: TableName, ids: ReadonlySet<number> | null): Promise<void>;
  /**
   * Adds to the counts of `overlap`, by rows in the order of its columns and its key, each key once; what comes to
   * nothing is removed.
   */
  addOverlaps(rows: readonly (readonly number[])[]): Promise<void>;
  /** Starts the transaction in which everything staged is applied; until then nothing is locked on PostgreSQL. */
  begin(): Promise<void>;
  commit(change: RevisionChange | null): Promise<void>;
  /** Gives up what was not committed, if anything, and lets the next writer in. */
  close(): Promise<void>;
  /** True where writes are applied as they come, under the lock; false where they wait for `begin`. */
  readonly immediate: boolean;
}

export type StagedRows = { readonly [Table in TableName]?: readonly Row<Table>[] };
export interface Staged {
  readonly batch: number;
  readonly rows: PackedRows | null;
}

export type StatementListener = (text: string, parameters: readonly unknown[]) => void;

export interface EngineSettings {
  readonly hash: IdentityHash;
  readonly onStatement: StatementListener | null;
  /** Addresses of streaming replicas that reads may go to. */
  readonly readStores: readonly string[];
  /** Articles from which on SQLite reads aggregates on a thread of its own. */
  readonly largeCorpus: number;
}

export interface Engine extends Reader {
  /**
   * Where statements belong that read as many rows as an entity has articles, or more. On SQLite, whose statements
   * run on the thread that sends them, that is another thread once the corpus is large.
   */
  aggregates(): Reader;
  readonly statementCount: number;
  /** Injectable, so that tests can make collisions. */
  readonly hash: IdentityHash;
  openWriter(): Promise<Writer>;
  /** Calls back when a revision may have been committed, here or elsewhere; answers how to stop. */
  watch(listener: () => void): () => void;
  /** This revision was read from the store: from now on no read answers from before it. */
  seen(revision: number): void;
  /** A client says that it was; resolves when that is known to be so and holds, or known to be wrong. */
  claimed(revision: number): Promise<void>;
  /** An engine for reads that belong together: none of them answers from before another. */
  session(): Engine;
  close(): Promise<void>;
}

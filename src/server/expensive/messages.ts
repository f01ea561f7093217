import type { GraphQLFormattedError } from 'graphql';
import type { Config } from '../../config.ts';
import type { Refusal } from '../../linking/mention.ts';

/** What a process for expensive operations is started with. */
export interface Start {
  readonly config: Config;
  /** Of the store. */
  readonly location: string;
}

/** An operation that was validated. */
export interface Operation {
  readonly document: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether its sender may correct links. */
  readonly mayCorrect: boolean;
}

export type ToProcess =
  | { readonly kind: 'start'; readonly start: Start }
  | { readonly kind: 'run'; readonly number: number; readonly operation: Operation }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'refusals'; readonly question: number; readonly refusals: readonly Refusal[] };

/** `body` is the answer as JSON in UTF-8; `errors` are the errors in it, with what they say to HTTP. */
export interface Outcome {
  readonly body: Uint8Array;
  readonly hasData: boolean;
  readonly errors: readonly GraphQLFormattedError[] | null;
  readonly statements: number;
}

export type FromProcess =
  | { readonly kind: 'started' }
  | { readonly kind: 'asksRefusals'; readonly question: number; readonly articleId: number }
  | { readonly kind: 'done'; readonly number: number; readonly outcome: Outcome };

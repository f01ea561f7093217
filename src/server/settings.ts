import { type Config, limitsOf } from '../config.ts';
import type { HandlerOptions } from './handler.ts';

/** What a configuration says about answering. */
export function handlerSettings(config: Config): Omit<HandlerOptions, 'schema' | 'store'> {
  const {
    cors,
    graphiql,
    introspection,
    suggestions,
    serviceSdl,
    persistedGet,
    trustedOnly,
    typePrefix,
    edit,
  } = config;
  return {
    cors,
    graphiql,
    introspection,
    suggestions,
    serviceSdl,
    persistedGet,
    trustedOnly,
    typePrefix,
    edit,
    limits: limitsOf(config),
  };
}

import fc from 'fast-check';

/**
 * Properties are tried on the same values in every run, so that a change is judged by what it changes and not by luck.
 * NEWSGRAPH_SEED takes another number, or `random` to go looking for what has not been found yet.
 */
const seed = process.env.NEWSGRAPH_SEED ?? '20261121';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

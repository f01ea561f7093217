import type { CorpusRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { connection, pageRequest } from './connections.ts';
import { Diagnostic, Severity } from './diagnostic.ts';

const DiagnosticConnection = builder.connectionObject(
  { type: Diagnostic, name: 'DiagnosticConnection', description: 'A page of diagnostics, by path and line.' },
  { description: 'One diagnostic of a list.' },
);

export const Corpus = builder.objectRef<CorpusRow>('Corpus').implement({
  description: 'Everything that was ingested, as one thing.',
  fields: (t) => ({
    id: t.id({
      description: 'The same for every corpus, so that clients keep one in their caches.',
      resolve: () => 'Q29ycHVz',
    }),
    revision: t.exposeString('revision', {
      description:
        'Changes with every ingest that changed something. The same operation at the same revision gives the same answer.',
    }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles there are.' }),
    companyCount: t.exposeInt('companyCount', {
      description: 'How many companies are known, whether or not an article names them.',
    }),
    mentionCount: t.exposeInt('mentionCount', {
      description: 'How many mentions all articles have together.',
    }),
    ingestedAt: t.field({
      type: 'DateTime',
      description:
        'When the last ingest that changed something ended; the start of 1970 before the first one.',
      resolve: ({ ingestedAt }) => ingestedAt ?? 0,
    }),
    timeZone: t.string({
      description:
        'The IANA name of the time zone of the corpus, for example `Asia/Shanghai`. Days and months begin at its midnight.',
      resolve: (_, __, { store }) => store.timeZone,
    }),
    mayCorrect: t.boolean({
      description: 'Whether this server takes corrections of links from you, with `correctLink`.',
      resolve: (_, __, { mayCorrect }) => mayCorrect,
    }),
    diagnostics: t.connection(
      {
        type: Diagnostic,
        description: 'What was wrong or uncertain about the files, by path and line.',
        args: {
          severity: t.arg({
            type: Severity,
            description: 'Only those of this severity. All if not given.',
          }),
        },
        resolve: (_, args, { store }) => {
          const filter = args.severity == null ? {} : { severity: args.severity };
          const page = pageRequest(args);
          return connection({
            page: () => store.corpus.diagnostics(filter, page),
            count: () => store.corpus.diagnosticCount(filter),
          });
        },
      },
      DiagnosticConnection,
    ),
  }),
});

builder.queryField('corpus', (t) =>
  t.field({
    type: Corpus,
    description:
      'The corpus as a whole: how much there is, how fresh it is, and what was wrong with its files.',
    resolve: (_, __, { store }) => store.corpus.get(),
  }),
);

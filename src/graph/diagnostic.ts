import type { Diagnostic as DiagnosticData } from '../diagnostic.ts';
import { builder } from './builder.ts';

export const Severity = builder.enumType('Severity', {
  description: 'How much a diagnostic matters.',
  values: {
    ERROR: { description: 'Data was lost: a file or a part of it could not be read.' },
    WARNING: { description: 'Data was recovered or guessed, and is worth a look.' },
    INFO: { description: 'Only worth knowing.' },
  } as const,
});

export const Diagnostic = builder.objectRef<DiagnosticData>('Diagnostic').implement({
  description: 'What was wrong or uncertain about a file, where, and what to do about it.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'The file, relative to the folder that it was found in, with forward slashes.',
    }),
    line: t.exposeInt('line', {
      nullable: true,
      description: 'The line in the file, from 1. Null if the whole file is meant.',
    }),
    code: t.exposeString('code', { description: 'The stable, upper-case name of the kind of problem.' }),
    severity: t.expose('severity', { type: Severity, description: 'How much it matters.' }),
    message: t.exposeString('message', { description: 'What was found, in one sentence.' }),
    hint: t.exposeString('hint', { description: 'What can be done about it, in one sentence.' }),
  }),
});

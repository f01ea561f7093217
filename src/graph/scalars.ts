import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

function invalid(scalar: string, value: unknown, form: string): GraphQLError {
  return new GraphQLError(`${scalar} cannot be ${JSON.stringify(value)}: ${form}.`, {
    extensions: { code: 'BAD_USER_INPUT', hint: form },
  });
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_FORM = 'write a day of the calendar as YYYY-MM-DD, for example 2021-12-20';

/** The day as it was given, when the calendar has it; null otherwise. */
function calendarDay(text: string): string | null {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.toISOString().slice(0, 10) === text ? text : null;
}

const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
const DATE_TIME_FORM =
  'write a moment as RFC 3339 with its offset, for example 2021-12-20T01:31:14Z or 2021-12-20T09:31:14+08:00';

/** Milliseconds since 1970 of an RFC 3339 moment; null where it is none. */
function instant(text: string): number | null {
  const [, day] = DATE_TIME.exec(text) ?? [];
  if (day === undefined || calendarDay(day) === null) return null;
  const milliseconds = Date.parse(text.toUpperCase());
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

/** RFC 3339 in UTC, with a fraction only where there is one: 2021-12-20T01:31:14Z. */
export function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

builder.scalarType('DateTime', {
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  description:
    'A moment as RFC 3339 text. Answers are always in UTC, for example `2021-12-20T01:31:14Z`; inputs may carry any offset, for example `2021-12-20T09:31:14+08:00`, but must carry one.',
  serialize: (value) => formatInstant(value),
  parseValue: (value) => {
    const milliseconds = typeof value === 'string' ? instant(value) : null;
    if (milliseconds === null) throw invalid('DateTime', value, DATE_TIME_FORM);
    return milliseconds;
  },
});

builder.scalarType('Date', {
  specifiedByURL: 'https://scalars.graphql.org/jakobmerrild/local-date.html',
  description:
    'A day of the calendar as `YYYY-MM-DD`, for example `2021-12-20`, in the time zone of the corpus.',
  serialize: (value) => value,
  parseValue: (value) => {
    const day = typeof value === 'string' ? calendarDay(value) : null;
    if (day === null) throw invalid('Date', value, DATE_FORM);
    return day;
  },
});

const URL_FORM = 'write an absolute URL, for example https://example.org/news/1';

builder.scalarType('URL', {
  specifiedByURL: 'https://url.spec.whatwg.org',
  description: 'A URL as text, for example `https://example.org/news/1`.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || !globalThis.URL.canParse(value)) throw invalid('URL', value, URL_FORM);
    return value;
  },
});

builder.scalarType('JSON', {
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  description: 'Any JSON value: an object, a list, text, a number, a truth value or null.',
  serialize: (value) => value,
  parseValue: (value) => value,
});

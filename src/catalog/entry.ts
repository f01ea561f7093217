import { z } from 'zod';
import { PRODUCT_KINDS } from './catalog.ts';

// The shape of a catalog file as it is written; docs/catalog.md explains it to people. Everything is strict: a
// misspelt key is a problem, not silence.

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/;
const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is no slug: lower-case letters and digits joined by single hyphens');
const words = z.array(z.string().min(1));
const name = z
  .object({ en: z.string().min(1) })
  .catchall(z.string().min(1))
  .refine((names) => Object.keys(names).every((tag) => LANGUAGE.test(tag)), {
    message: 'has a key that is no BCP 47 language tag (en, zh, zh-Hant)',
  });
const alias = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1),
    lang: z.string().regex(LANGUAGE, 'is no BCP 47 language tag').optional(),
    case: z.enum(['sensitive', 'insensitive']).optional(),
    context: words.optional(),
    unless: words.optional(),
    ambiguous: z.boolean().optional(),
    needs: z.enum(['strong', 'subject']).optional(),
    never: z.literal(true).optional(),
  }),
]);
const year = z.number().int().min(1500).max(2200);
const former = z.array(z.strictObject({ name: z.string().min(1), until: year.optional() }));

const exchange = z.strictObject({
  mic: z.string().regex(/^[A-Z0-9]{4}$/, 'is no ISO 10383 market identifier code: four capitals or digits'),
  name,
  country: z.string().regex(/^[A-Z]{2}$/, 'is no ISO 3166-1 alpha-2 code: two capitals'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no ISO 4217 code: three capitals'),
  suffixes: words.optional(),
  prefixes: words.optional(),
});
const company = z.strictObject({
  slug,
  name,
  aliases: z.array(alias).optional(),
  former: former.optional(),
  defunct: year.optional(),
  parent: slug.optional(),
  tickers: z
    .array(z.string().regex(/^[A-Z0-9]{4}:[A-Z0-9][A-Z0-9.&-]*$/, 'is no ticker: "MIC:SYMBOL" in quotes'))
    .optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is no ISO 3166-1 alpha-2 code: two capitals')
    .optional(),
});
const product = z.strictObject({
  slug,
  name,
  aliases: z.array(alias).optional(),
  former: former.optional(),
  maker: slug.optional(),
  family: slug.optional(),
  namesake: slug.optional(),
  kind: z.enum(PRODUCT_KINDS),
});
const topic = z.strictObject({
  slug,
  name,
  aliases: z.array(alias).optional(),
  parent: slug.optional(),
});

const framework = z.strictObject({
  slug,
  name,
  components: z.array(z.strictObject({ name, topics: z.array(slug).min(1) })).min(1),
});

/** Adds to an entry that stands elsewhere, or makes a short one. */
const correction = z
  .strictObject({
    company: slug.optional(),
    product: slug.optional(),
    topic: slug.optional(),
    name: name.optional(),
    aliases: z.array(alias).optional(),
  })
  .refine(
    ({ company, product, topic }) =>
      [company, product, topic].filter((one) => one !== undefined).length === 1,
    { path: ['company'], message: 'has to be the only one of company, product and topic' },
  );

/** Sections are checked entry by entry, so that one bad entry does not hide the next. */
export const ENTRY_SCHEMAS = {
  exchanges: exchange,
  companies: company,
  products: product,
  topics: topic,
  frameworks: framework,
  corrections: correction,
};
export type Section = keyof typeof ENTRY_SCHEMAS;
export const SECTIONS: readonly Section[] = [
  'exchanges',
  'companies',
  'products',
  'topics',
  'frameworks',
  'corrections',
];

export type AliasEntry = z.infer<typeof alias>;
export type ExchangeEntry = z.infer<typeof exchange>;
export type CompanyEntry = z.infer<typeof company>;
export type ProductEntry = z.infer<typeof product>;
export type TopicEntry = z.infer<typeof topic>;
export type FrameworkEntry = z.infer<typeof framework>;
export type CorrectionEntry = z.infer<typeof correction>;
export interface EntriesOf {
  readonly exchanges: ExchangeEntry;
  readonly companies: CompanyEntry;
  readonly products: ProductEntry;
  readonly topics: TopicEntry;
  readonly frameworks: FrameworkEntry;
  readonly corrections: CorrectionEntry;
}

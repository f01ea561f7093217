import type { DiagnosticCode } from '../diagnostic.ts';

/** Every diagnostic that reading or checking a catalog can give. ERROR: the catalog cannot be used. */
export const CATALOG_CODES = {
  CATALOG_FOLDER: {
    severity: 'ERROR',
    meaning: 'A catalog folder or file cannot be read, or the folder holds no catalog file.',
    hint: 'Name a folder that holds .yaml or .csv files of the catalog format and that you may read.',
  },
  CATALOG_SYNTAX: {
    severity: 'ERROR',
    meaning: 'A catalog file is not valid YAML or CSV.',
    hint: 'Mend the file at this line; quote values that hold a colon, a hash or brackets.',
  },
  CATALOG_SECTION: {
    severity: 'ERROR',
    meaning: 'A catalog file has a top-level key that is no section, or a section that is no list.',
    hint: 'Use the sections exchanges, companies, products, topics, frameworks and corrections, each a list.',
  },
  CATALOG_ENTRY: {
    severity: 'ERROR',
    meaning: 'An entry misses a key, has one that is unknown, or has a value of the wrong form.',
    hint: 'Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
  },
  CATALOG_LISTING: {
    severity: 'ERROR',
    meaning: 'A line of a list of listings is not one.',
    hint: 'Write slug, name, name_zh, tickers, aliases, strong_aliases and country with tabs between them.',
  },
  CATALOG_DUPLICATE_SLUG: {
    severity: 'ERROR',
    meaning: 'Two entries of one folder have the same slug (or MIC).',
    hint: 'Join the two entries, or give one of them another slug.',
  },
  CATALOG_DUPLICATE_TICKER: {
    severity: 'ERROR',
    meaning: 'Two companies list the same ticker.',
    hint: 'Leave the ticker with the company whose share it is.',
  },
  CATALOG_UNKNOWN_REFERENCE: {
    severity: 'ERROR',
    meaning:
      'A parent, a maker, a family, a namesake, the topic of a framework or what is corrected is no entry of the catalog.',
    hint: 'Add the entry that is meant, or correct the slug.',
  },
  CATALOG_UNKNOWN_EXCHANGE: {
    severity: 'ERROR',
    meaning: 'A ticker names a market that is no exchange of the catalog.',
    hint: 'Add the exchange with its MIC to the section exchanges, or correct the ticker.',
  },
  CATALOG_SYMBOL: {
    severity: 'ERROR',
    meaning: 'A symbol does not have the form of its exchange, such as five digits in Hong Kong.',
    hint: 'Write the symbol as the exchange does: XHKG:00700, XSHG:600519, XNAS:AMZN.',
  },
  CATALOG_CYCLE: {
    severity: 'ERROR',
    meaning: 'Parents, or families of products, go round in a circle.',
    hint: 'Remove one of the parents in the circle.',
  },
  CATALOG_ALIAS_CLASH: {
    severity: 'WARNING',
    meaning:
      'Two entities have the same alias and neither is marked, so that it links to neither without evidence.',
    hint: 'Remove the alias from one of them, or give each context or ambiguous: true.',
  },
  CATALOG_ALIAS_REPEATED: {
    severity: 'WARNING',
    meaning: 'An entry lists the same alias twice.',
    hint: 'Keep the one with the rules and remove the other.',
  },
  CATALOG_COMMON_WORD: {
    severity: 'WARNING',
    meaning: 'An alias without rules is also a common word and would link wrongly.',
    hint: 'Give it context, unless or ambiguous: true.',
  },
  CATALOG_SHORT_ALIAS: {
    severity: 'WARNING',
    meaning: 'An alias without rules is a single Chinese character or at most two Latin letters.',
    hint: 'Give it context or ambiguous: true, or remove it.',
  },
} as const satisfies Record<string, DiagnosticCode>;

export type CatalogCode = keyof typeof CATALOG_CODES;

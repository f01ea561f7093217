import { badUserInput } from './errors.ts';

/**
 * The name in the language asked for, as BCP 47: the best of what the catalog gives, English where it gives nothing
 * nearer. `zh` is Simplified Chinese and stands in for the Traditional form where a name has none of its own.
 */
export function localizedName(
  names: Readonly<Record<string, string>>,
  language: string | null | undefined,
): string {
  for (const tag of language == null ? ENGLISH : candidates(language)) {
    const name = names[tag];
    if (name !== undefined) return name;
  }
  // The catalog gives every name in English.
  return names.en ?? '';
}

const ENGLISH = ['en'];

/** Tags by the language asked for. Parsing one took a tenth of a page of articles; clients ask for few. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 200;

function candidates(language: string): readonly string[] {
  let tags = known.get(language);
  if (tags === undefined) {
    tags = tagsOf(parsed(language));
    if (known.size < MOST_KNOWN) known.set(language, tags);
  }
  return tags;
}

function tagsOf(locale: Intl.Locale): readonly string[] {
  const script = locale.maximize().script;
  const base = locale.language;
  return [
    ...(locale.region === undefined ? [] : [`${base}-${locale.region}`]),
    ...(script === undefined ? [] : [`${base}-${script}`]),
    base,
    'en',
  ];
}

function parsed(language: string): Intl.Locale {
  try {
    return new Intl.Locale(language);
  } catch {
    throw badUserInput(
      'language',
      `\`language\` must be a BCP 47 language tag, not ${JSON.stringify(language.slice(0, 60))}.`,
      'Give a BCP 47 tag, for example en, zh or zh-Hant.',
    );
  }
}

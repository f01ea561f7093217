import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { remember, remembered } from '../remembered.ts';
import { chinese } from './chinese.ts';
import { english, type Text } from './english.ts';

export type Language = 'en' | 'zh';

interface Spoken {
  readonly language: Language;
  readonly text: Text;
  readonly speak: (language: Language) => void;
  readonly number: (value: number) => string;
  /** A moment as a reader of this corpus writes it; the zone is that of the corpus. */
  readonly moment: (at: string, timeZone: string) => string;
  readonly day: (at: string, timeZone: string) => string;
  readonly month: (yearAndMonth: string) => string;
}

const TAGS: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

function spoken(language: Language, speak: (language: Language) => void): Spoken {
  const tag = TAGS[language];
  const numbers = new Intl.NumberFormat(tag);
  const months = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', timeZone: 'UTC' });
  const formats = new Map<string, Intl.DateTimeFormat>();
  const format = (timeZone: string, style: Intl.DateTimeFormatOptions) => {
    const key = `${timeZone} ${JSON.stringify(style)}`;
    const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, { ...style, timeZone });
    formats.set(key, known);
    return known;
  };
  return {
    language,
    text: language === 'zh' ? chinese : english,
    speak,
    number: (value) => numbers.format(value),
    moment: (at, timeZone) =>
      format(timeZone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at)),
    day: (at, timeZone) => format(timeZone, { dateStyle: 'medium' }).format(new Date(at)),
    month: (yearAndMonth) => months.format(new Date(`${yearAndMonth.slice(0, 7)}-01T00:00:00Z`)),
  };
}

const LanguageContext = createContext<Spoken>(spoken('en', () => {}));

/** The language that was chosen here before, or that of the browser. */
function firstLanguage(): Language {
  const chosen = remembered('language');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function LanguageProvider({ children }: { readonly children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  }, [language]);
  const value = useMemo(
    () =>
      spoken(language, (chosen) => {
        remember('language', chosen);
        setLanguage(chosen);
      }),
    [language],
  );
  return <LanguageContext.Provider value={value}>{children}</LanguageContext.Provider>;
}

export const useSpoken = (): Spoken => useContext(LanguageContext);

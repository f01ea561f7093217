import { useEffect, useState } from 'preact/hooks';
import { remember, remembered } from './remembered.ts';
import { useSpoken } from './text/language.tsx';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

export function firstTheme(): Theme {
  return THEMES.find((theme) => theme === remembered('theme')) ?? 'system';
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function ThemeChoice() {
  const { text } = useSpoken();
  const [theme, setTheme] = useState<Theme>(firstTheme);
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <select
      class="quiet-select"
      aria-label={text.theme}
      value={theme}
      onChange={({ currentTarget }) => {
        const chosen = THEMES.find((one) => one === currentTarget.value) ?? 'system';
        remember('theme', chosen);
        setTheme(chosen);
      }}
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {text.themes[one]}
        </option>
      ))}
    </select>
  );
}

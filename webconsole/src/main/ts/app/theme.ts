import { signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'monitor.theme';

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'auto';
}

export const theme = signal<Theme>(stored());

/** Counts up when colours changed, so that what is drawn on a canvas is drawn again. */
export const colours = signal(0);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (colours.value += 1));

/** Chooses and remembers a theme. */
export function choose(next: Theme): void {
  theme.value = next;
  if (next === 'auto') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(KEY, next);
    document.documentElement.dataset['theme'] = next;
  }
  colours.value += 1;
}

/** Light, dark, automatic, and light again. */
export function cycle(): void {
  choose(theme.value === 'auto' ? 'light' : theme.value === 'light' ? 'dark' : 'auto');
}

/** The value of a colour variable as it is now. */
export function colour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

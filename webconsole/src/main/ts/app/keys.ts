import { signal } from '@preact/signals';
import { go, here, parameter, to } from './route';
import { SCREENS } from './screens';
import { live, pause, play } from './time';

/** Which window of the shell is open. */
export const overlay = signal<'' | 'help' | 'palette'>('');

/** Keys and what they do; the help shows them. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['?', 'This help'],
  ['Ctrl K', 'Search for screens, plugins, sources and actions'],
  ['/', 'Filter what is shown'],
  ['j  k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close what is open'],
  ['Space', 'Pause, and go on live'],
  ...SCREENS.map(({ key, title }) => [`g ${key}`, `Go to ${title}`] as const),
];

const WAIT_MILLIS = 2000;
let goUntil = 0;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function moveRow(direction: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at < 0 ? (direction > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + direction))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function escape(): void {
  if (document.activeElement instanceof HTMLElement && typing(document.activeElement)) document.activeElement.blur();
  else if (parameter('show')) go(here({ show: '' }));
}

/** Times are those at which keys were pressed: a busy page may hear of both much later. */
function onLetter(key: string, pressedMillis: number): boolean {
  if (pressedMillis < goUntil) {
    goUntil = 0;
    const target = SCREENS.find((screen) => screen.key === key);
    if (target) go(to(target.name));
    return target !== undefined;
  }
  switch (key) {
    case 'g':
      goUntil = pressedMillis + WAIT_MILLIS;
      return true;
    case '?':
      overlay.value = 'help';
      return true;
    case '/':
      document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
      return true;
    case 'j':
    case 'k':
      moveRow(key === 'j' ? 1 : -1);
      return true;
    case ' ':
      if (live.value) pause();
      else play();
      return true;
    default:
      return false;
  }
}

/** Whether a window is open, or about to be; one that was just closed is in the page for a moment more. */
function inWindow(): boolean {
  return document.querySelector('dialog[open]') !== null || (overlay.value !== '' && document.querySelector('dialog') === null);
}

function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    overlay.value = overlay.value === 'palette' ? '' : 'palette';
    return;
  }
  if (inWindow()) return;
  if (event.key === 'Escape') return escape();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const onButton = event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role=slider]');
  if (!onButton && onLetter(event.key, event.timeStamp)) event.preventDefault();
}

/** Listens to the keys of the whole page until the result is called. */
export function followKeys(): () => void {
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

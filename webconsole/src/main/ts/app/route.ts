import { computed, signal } from '@preact/signals';

/** Where the page is: everything visible is in here, so that an address can be sent to a colleague. */
export interface Place {
  readonly screen: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type Changes = Readonly<Record<string, string | number | undefined | null>>;

/** Reads a fragment such as `#/logs?severity=WARN`. */
export function parsePlace(fragment: string): Place {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  return { screen: path.replace(/\/+$/, '') || 'overview', parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** Writes a fragment; empty parameters are left out. */
export function formatPlace({ screen, parameters }: Place): string {
  const kept = Object.entries(parameters).filter(([, value]) => value !== '');
  // Colons, commas and slashes are harmless in a fragment, and times are easier to read with them.
  const query = new URLSearchParams(kept).toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
  return `#/${screen}${query ? `?${query}` : ''}`;
}

const inBrowser = typeof window !== 'undefined';

export const place = signal<Place>(parsePlace(inBrowser ? window.location.hash : ''));
export const screen = computed(() => place.value.screen);

if (inBrowser) {
  window.addEventListener('hashchange', () => (place.value = parsePlace(window.location.hash)));
}

/** The parameter of the address, or the given value without it. */
export function parameter(name: string, otherwise = ''): string {
  return place.value.parameters[name] ?? otherwise;
}

function merged(parameters: Readonly<Record<string, string>>, changes: Changes): Record<string, string> {
  const result = { ...parameters };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') delete result[name];
    else result[name] = String(value);
  }
  return result;
}

/** The address of this screen with some parameters changed. */
export function here(changes: Changes): string {
  return formatPlace({ screen: place.value.screen, parameters: merged(place.value.parameters, changes) });
}

/** The address of a screen; the range of time goes along. */
export function to(name: string, changes: Changes = {}): string {
  const { from, to: until, was } = place.value.parameters;
  return formatPlace({ screen: name, parameters: merged({}, { from, to: until, was, ...changes }) });
}

/** Goes to an address; `replace` leaves no trace in the history, for what changes while one types. */
export function go(fragment: string, replace = false): void {
  if (fragment === window.location.hash) return;
  if (replace) window.history.replaceState(null, '', fragment);
  else window.history.pushState(null, '', fragment);
  place.value = parsePlace(fragment);
}

import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog';
import { Icon, type IconName } from '../parts/icon';
import { QUICK_RANGES } from '../time/range';
import { KEYS, overlay } from './keys';
import { go, to } from './route';
import { SCREENS } from './screens';
import { signOut } from './session';
import { pipeline, plugins } from './state';
import { choose } from './theme';
import { show } from './time';

/** Something that the palette finds. */
export interface Entry {
  readonly icon: IconName;
  readonly title: string;
  readonly kind: string;
  readonly run: () => void;
}

function entries(): Entry[] {
  const themes = (['auto', 'light', 'dark'] as const).map((name) => ({ icon: name, title: `Theme: ${name}`, kind: 'Action', run: () => choose(name) }));
  const ranges = QUICK_RANGES.map(({ from, label }) => ({ icon: 'clock' as const, title: `Last ${label}`, kind: 'Time', run: () => show({ from, to: 'now' }) }));
  const found = (plugins.value.value ?? []).map(({ name }) => ({ icon: 'plugins' as const, title: name, kind: 'Plugin', run: () => go(to('plugins', { show: name })) }));
  const { sources = [], sinks = [] } = pipeline.value.value ?? {};
  const nodes = [...sources, ...sinks].map(({ name, type }) => ({ icon: 'pipeline' as const, title: name, kind: type === 'source' ? 'Source' : 'Sink', run: () => go(to('pipeline', { show: `${type}:${name}` })) }));
  const screens = SCREENS.map(({ name, title, icon }) => ({ icon, title, kind: 'Screen', run: () => go(to(name)) }));
  const others: Entry[] = [
    { icon: 'help', title: 'Keyboard help', kind: 'Action', run: () => (overlay.value = 'help') },
    { icon: 'upload', title: 'Install a plugin', kind: 'Action', run: () => go(to('plugins')) },
    { icon: 'leave', title: 'Sign out', kind: 'Action', run: () => void signOut() },
  ];
  return [...screens, ...found, ...nodes, ...ranges, ...themes, ...others];
}

/** How well a text answers what was typed: all words must occur; earlier is better; negative if it does not. */
export function rank(text: string, typed: string): number {
  const lower = text.toLowerCase();
  const places = typed.toLowerCase().split(/\s+/).filter(Boolean).map((word) => lower.indexOf(word));
  if (places.some((place) => place < 0)) return -1;
  return 1000 - places.reduce((sum, place) => sum + place, 0) - text.length / 100;
}

function search(typed: string): Entry[] {
  return entries()
    .map((entry) => ({ entry, score: rank(`${entry.title} ${entry.kind}`, typed) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => (typed ? b.score - a.score : 0))
    .slice(0, 12)
    .map(({ entry }) => entry);
}

/** Finds screens, plugins, sources, sinks and actions by their names. */
export function Palette() {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = search(typed);
  const close = () => overlay.value === 'palette' && (overlay.value = '');
  const run = (entry: Entry | undefined) => {
    close();
    entry?.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Search" onClose={close}>
      <div class="palette">
        <input class="input" autoFocus role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={`palette-${at}`} aria-label="Search for screens, plugins, sources and actions"
          placeholder="Screen, plugin, source, action …" value={typed} onInput={(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown={onKey} />
        <ul id="palette-list" role="listbox" aria-label="Found">
          {found.map((entry, index) => (
            <li key={`${entry.kind} ${entry.title}`} id={`palette-${index}`} role="option" aria-selected={index === at} onClick={() => run(entry)} onPointerMove={() => setAt(index)}>
              <Icon name={entry.icon} /> <span>{entry.title}</span> <span class="quiet">{entry.kind}</span>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p class="quiet">Nothing is called “{typed}”.</p>}
      </div>
    </Dialog>
  );
}

/** The keys and what they do. */
export function Help() {
  return (
    <Dialog title="Keyboard" onClose={() => overlay.value === 'help' && (overlay.value = '')}>
      <h2>Keyboard</h2>
      <dl class="keys">
        {KEYS.map(([keys, text]) => (
          <div key={keys}>
            <dt>{keys.split(/\s+/).map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">On a chart: arrow keys move the cursor, drag to zoom, the table button shows the values.</p>
    </Dialog>
  );
}

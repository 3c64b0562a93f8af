import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ago, perSecond } from '../format/units';
import { connection, lastMessageMillis } from '../live/stream';
import { Questions } from '../parts/dialog';
import { Icon } from '../parts/icon';
import { Announcements } from '../parts/messages';
import { announceFailure } from './announce';
import { followKeys, overlay } from './keys';
import { Help, Palette } from './palette';
import { place, screen, to } from './route';
import { SCREENS } from './screens';
import { presence, signOut } from './session';
import { follow, pipeline, status, troubled } from './state';
import { cycle, theme } from './theme';
import { now } from './time';
import { TimePicker } from './time-picker';

function Navigation({ open, close }: { open: boolean; close: () => void }) {
  const { version, host } = status.value.value ?? {};
  return (
    <nav class={`nav ${open ? 'is-open' : ''}`} aria-label="Screens" id="nav" onClick={close}>
      <a class="brand" href={to('overview')}><img src="favicon.svg" alt="" width="22" height="22" /> Monitor</a>
      <ul>
        {SCREENS.map(({ name, title, icon, key }) => (
          <li key={name}>
            <a href={to(name)} aria-current={screen.value === name ? 'page' : undefined} title={`${title} (g ${key})`}>
              <Icon name={icon} /> <span>{title}</span>
              {name === 'plugins' && troubled.value.length > 0 && (
                <span class="count" title={`${troubled.value.length} need a look`}>{troubled.value.length}<span class="is-sr-only"> need a look</span></span>
              )}
            </a>
          </li>
        ))}
      </ul>
      <div class="nav-foot">
        <LiveMark />
        <p class="quiet">{host ?? ''}{version ? ` · ${version}` : ''}</p>
      </div>
    </nav>
  );
}

/** Whether live data comes, in a word; and how old the last of it is when it does not. */
function LiveMark() {
  const state = connection.value;
  if (state.kind === 'open') {
    const { sources = [] } = pipeline.value.value ?? {};
    const rate = sources.reduce((sum, { eventsPerSecond }) => sum + eventsPerSecond, 0);
    return <p class="live-mark tone-good" title="Events that all sources emit"><span class="dot" aria-hidden="true" /> {perSecond(rate)} events</p>;
  }
  const age = lastMessageMillis.value === 0 ? '' : `, last data ${ago(lastMessageMillis.value, now.value)}`;
  return <p class="live-mark tone-warn"><Icon name="clock" size={14} /> {state.kind === 'connecting' ? 'Connecting' : 'Not live'}{age}</p>;
}

/** A shorter break is not worth a word. */
const QUIET_MILLIS = 3000;

function ConnectionBanner() {
  const state = connection.value;
  const never = lastMessageMillis.value === 0;
  if (state.kind === 'open' || state.kind === 'closed' || (never && state.kind === 'connecting') || now.value - lastMessageMillis.value < QUIET_MILLIS) return null;
  const next = state.kind === 'connecting' ? 'Trying now.' : `The platform does not answer (${state.reason}). Next try in ${Math.max(1, Math.ceil((state.retryAtMillis - now.value) / 1000))} s.`;
  const age = never ? 'No live data yet' : `Live data stopped ${ago(lastMessageMillis.value, now.value)}; what you see is from then`;
  return <p class="banner" role="status"><Icon name="degraded" /> {age}. {next}</p>;
}

function AccountMenu() {
  const session = presence.value.kind === 'signed-in' ? presence.value.session : undefined;
  const leave = () => signOut().catch((failure: unknown) => announceFailure('Signing out failed.', failure));
  return (
    <div class="account">
      <button type="button" class="button is-small is-square" onClick={cycle} title={`Theme: ${theme.value}`}><Icon name={theme.value} label={`Theme: ${theme.value}. Change`} /></button>
      <button type="button" class="button is-small is-square" onClick={() => (overlay.value = 'help')} title="Keyboard (?)"><Icon name="help" label="Keyboard help" /></button>
      <span class="who" title={`Role ${session?.user.role ?? ''}`}><Icon name="user" size={14} /> {session?.user.name}</span>
      <button type="button" class="button is-small is-square" onClick={leave} title="Sign out"><Icon name="leave" label="Sign out" /></button>
    </div>
  );
}

function TopBar({ onMenu, menuOpen }: { onMenu: () => void; menuOpen: boolean }) {
  const entry = SCREENS.find(({ name }) => name === screen.value);
  return (
    <header class="top">
      <button type="button" class="button is-small is-square menu-button" aria-expanded={menuOpen} aria-controls="nav" onClick={onMenu}><Icon name="menu" label="Screens" /></button>
      <h1>{entry?.title ?? 'Not found'}</h1>
      <button type="button" class="button is-small palette-button" onClick={() => (overlay.value = 'palette')}>
        <Icon name="search" /> <span>Search</span> <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <span class="spring" />
      {entry?.timed && <TimePicker />}
      <AccountMenu />
    </header>
  );
}

/** The frame around every screen. */
export function Shell({ children }: { children: ComponentChildren }) {
  const [menuOpen, setMenuOpen] = useState(false);
  useEffect(() => follow(), []);
  useEffect(() => followKeys(), []);
  useEffect(() => {
    document.title = `${SCREENS.find(({ name }) => name === screen.value)?.title ?? 'Not found'} · Monitor`;
    setMenuOpen(false);
  }, [place.value.screen]);
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to content</a>
      <Navigation open={menuOpen} close={() => setMenuOpen(false)} />
      <div class="body">
        <TopBar onMenu={() => setMenuOpen(!menuOpen)} menuOpen={menuOpen} />
        <ConnectionBanner />
        <main id="main" tabIndex={-1}>{children}</main>
      </div>
      <Announcements />
      <Questions />
      {overlay.value === 'palette' && <Palette />}
      {overlay.value === 'help' && <Help />}
    </div>
  );
}

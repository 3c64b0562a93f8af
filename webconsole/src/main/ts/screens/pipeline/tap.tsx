import { useEffect, useRef, useState } from 'preact/hooks';
import type { Deployment } from '../../api/deployments';
import type { Component, TappedEvent } from '../../api/pipeline';
import { go, here, parameter } from '../../app/route';
import { deployments } from '../../app/state';
import { clockMillis } from '../../format/clock';
import { count } from '../../format/units';
import { describe, Tap, type TapRow } from '../../live/tap';
import { lookOf } from '../../parts/state';

const SHOWN = 60;

function Row({ row }: { row: TapRow }) {
  if ('note' in row) return <li class="tap-note">{row.note}</li>;
  const { event } = row;
  const text = describe(event);
  return (
    <li class="tap-row">
      <span class="quiet" title={event.time}>{clockMillis(Date.parse(event.time))}</span>
      <span class="quiet">{event.kind}</span>
      <span class="tap-text" title={`${event.source} ${event.sequence}: ${text}`}>{text}</span>
    </li>
  );
}

/** Says in the tap what is done to the plugin meanwhile. */
function useDeploymentNotes(tap: Tap | undefined, plugin: string): void {
  const told = useRef(new Map<string, string>());
  const list = deployments.value.value ?? [];
  useEffect(() => {
    for (const deployment of list.filter((one) => one.plugin === plugin)) {
      const before = told.current.get(deployment.id);
      told.current.set(deployment.id, deployment.state);
      if (tap && before !== deployment.state && (before !== undefined || deployment.state === 'running')) tap.note(noteOf(deployment));
    }
  }, [tap, list, plugin]);
}

function noteOf({ action, fromVersion, toVersion, state }: Deployment): string {
  const versions = fromVersion && toVersion && fromVersion !== toVersion ? ` ${fromVersion} → ${toVersion}` : '';
  return `${action}${versions}: ${lookOf(state).word.toLowerCase()}`;
}

/** The filter of a sink is taken when the tap begins: what it takes may change with its plugin. */
function included({ type, name, routedTo, kinds }: Component): (event: TappedEvent) => boolean {
  if (type === 'source') return ({ source }) => source === name;
  return ({ source, kind }) => routedTo.includes(source) && (kinds.includes('*') || kinds.includes(kind));
}

/** The events of one source, or those that one sink takes, as they are delivered; goes on while its plugin is deployed. */
export function TapTile({ component }: { component: Component }) {
  const { type, name, plugin } = component;
  const [tap, setTap] = useState<Tap | undefined>(undefined);
  const [paused, setPaused] = useState<readonly TapRow[] | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const made = new Tap(type === 'source' ? name : '', included(component));
    setTap(made);
    return () => made.close();
  }, [type, name]);
  useDeploymentNotes(tap, plugin);
  const version = tap?.version.value ?? 0;
  useEffect(() => {
    if (!paused && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [version, paused]);
  const rows = paused ?? tap?.latest().slice(-SHOWN) ?? [];
  const state = tap?.state.value.kind ?? 'connecting';
  return (
    <section class="tile" aria-label={`Tap of ${name}`}>
      <div class="tile-head tap-bar">
        <h2>Tap of {name}</h2>
        <button type="button" class="button is-small" aria-pressed={paused !== undefined} onClick={() => setPaused(paused ? undefined : rows)}>{paused ? 'Go on' : 'Pause tap'}</button>
        <button type="button" class="button is-small" onClick={() => go(here({ tap: '' }), true)}>Close tap</button>
        <span class="quiet">{state === 'open' ? `${count(tap?.seen ?? 0)} events seen` : 'connecting'}{tap && tap.skipped > 0 ? `, ${count(tap.skipped)} left out because there were too many at once` : ''}</span>
        <span class="spring" />
        <span class="quiet">On the command line: <code>monitor tap {name}</code></span>
      </div>
      <div class="tap" ref={list} role="log" aria-live="off" aria-label={`Events of ${name}`} tabIndex={0}>
        <ol>
        {rows.length === 0 && <li class="tap-note">Nothing yet: an event is shown when it is delivered.</li>}
        {rows.map((row) => <Row key={row.key} row={row} />)}
        </ol>
      </div>
    </section>
  );
}

/** Opens the tap of a component. */
export function TapButton({ name }: Pick<Component, 'name'>) {
  if (parameter('tap') === 'on') return null;
  return <p class="detail-actions"><button type="button" class="button is-small" onClick={() => go(here({ tap: 'on' }), true)}>Watch events of {name}</button></p>;
}

import type { Containment, Incident } from '../api/plugins';
import { usePolled } from '../app/poll';
import { to } from '../app/route';
import { plugins } from '../app/state';
import { now } from '../app/time';
import { ago, count } from '../format/units';
import { Mark, type Tone } from './state';

const LOOKS: Readonly<Record<string, { readonly word: string; readonly tone: Tone }>> = {
  limit: { word: 'Over its limit', tone: 'warn' },
  exit: { word: 'Tried to exit', tone: 'bad' },
  stuck: { word: 'Stuck', tone: 'bad' },
  quarantine: { word: 'Quarantine', tone: 'bad' },
  leak: { word: 'Left behind', tone: 'warn' },
  crash: { word: 'Ended the process', tone: 'bad' },
};

/** What had to be contained, of one plugin or of all: the latest first. */
export function useContainment(plugin?: string) {
  return usePolled<Containment>('containment', { plugin }, 5000);
}

/** A plugin; one that was never installed, or is gone, has no page. */
function Named({ plugin }: Pick<Incident, 'plugin'>) {
  const there = plugins.value.value?.some(({ name }) => name === plugin);
  return there ? <a href={to('plugins', { show: plugin })}><b>{plugin}</b></a> : <b>{plugin}</b>;
}

/** Lines that are long and seldom read, folded behind their title; nothing where there are none. */
export function Folded({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details class="folded">
      <summary>{title}</summary>
      <pre class="trace" tabIndex={0}>{lines.join('\n')}</pre>
    </details>
  );
}

/** Incidents with what they are about, how often and when they were seen, and where the code was. */
export function Incidents({ incidents, named = false }: { incidents: readonly Incident[]; named?: boolean }) {
  return (
    <ul class="incidents">
      {incidents.map(({ time, plugin, kind, what, stack, count: times }) => {
        const { word, tone } = LOOKS[kind] ?? { word: kind, tone: 'warn' as const };
        return (
          <li key={`${plugin} ${kind} ${what}`}>
            <Mark icon={tone === 'bad' ? 'failed' : 'degraded'} tone={tone} word={word} />
            <div>
              <p>{named && <><Named plugin={plugin} />: </>}{what}. <span class="quiet"><span title={time}>{ago(Date.parse(time), now.value)}</span>{times > 1 && `, seen ${count(times)} times`}</span></p>
              <Folded title="Where it was" lines={stack} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

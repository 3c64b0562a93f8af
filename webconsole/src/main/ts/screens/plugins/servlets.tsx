import type { Plugin } from '../../api/plugins';
import { usePolled } from '../../app/poll';

/** What a plugin serves, and why something of it is not served. */
export function Servlets({ name }: { name: string }) {
  const { servlets = [] } = usePolled<Plugin>(`plugins/${encodeURIComponent(name)}`, {}, 10_000).value.value ?? {};
  if (servlets.length === 0) return null;
  return (
    <>
      <h3>Pages</h3>
      <ul class="provided">
        {servlets.map(({ patterns, served, reason }) => (
          <li key={patterns.join()}>{served ? <a href={(patterns[0] ?? '').replace(/\*$/, '')}>{patterns.join(', ')}</a> : <><code>{patterns.join(', ')}</code> <span class="reason">Not served: {reason}</span></>}</li>
        ))}
      </ul>
    </>
  );
}

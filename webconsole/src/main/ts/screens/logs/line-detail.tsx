import type { LogLine } from '../../api/telemetry';
import { here } from '../../app/route';
import { now } from '../../app/time';
import { ago, count } from '../../format/units';
import { Icon } from '../../parts/icon';

/** Everything about one line, with its body in full. */
export function LineDetail({ line, close }: { line: LogLine; close: () => void }) {
  const attributes = Object.entries(line.attributes ?? {});
  return (
    <aside class="line-detail" aria-label="Log line">
      <div class="tile-head">
        <h2>{line.severity.toLowerCase()}</h2>
        <span class="quiet">{line.time} · {ago(Date.parse(line.time), now.value)}</span>
        <span class="spring" />
        <button type="button" class="ghost" onClick={close}><Icon name="close" label="Close line" /></button>
      </div>
      <pre tabIndex={0}>{line.body}</pre>
      <dl class="pairs">
        <div><dt>source</dt><dd><a href={here({ source: line.source })}>{line.source}</a></dd></div>
        <div><dt>host</dt><dd><a href={here({ host: line.host })}>{line.host}</a></dd></div>
        <div><dt>sequence</dt><dd>{count(line.sequence)}</dd></div>
        {attributes.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>)}
      </dl>
    </aside>
  );
}

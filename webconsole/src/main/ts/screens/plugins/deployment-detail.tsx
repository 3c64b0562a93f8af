import type { Deployment } from '../../api/deployments';
import { go, here, parameter, to } from '../../app/route';
import { deployments, pluginRates } from '../../app/state';
import { now } from '../../app/time';
import { Chart } from '../../chart/chart';
import type { Line } from '../../chart/lines';
import { ago, duration } from '../../format/units';
import { Icon } from '../../parts/icon';
import { StateMark } from '../../parts/state';
import { seconds, StepRow, Versions } from './deployments';

const AROUND_MILLIS = 60_000;

/** What the plugin and all others moved before, while and after it was changed. */
function Rates({ deployment: { plugin, started, finished, state, action } }: { deployment: Deployment }) {
  void pluginRates.version.value;
  const begun = Date.parse(started);
  const ended = finished ? Date.parse(finished) : undefined;
  const window = { from: begun - AROUND_MILLIS, to: Math.max(begun + AROUND_MILLIS, Math.min(now.value, (ended ?? now.value) + AROUND_MILLIS)) };
  const span = [window.from / 1000, window.to / 1000] as const;
  const markers = [
    { seconds: begun / 1000, label: `${action} begins`, bad: false },
    ...(ended ? [{ seconds: ended / 1000, label: state, bad: state !== 'committed' }] : []),
  ];
  // A scale for each: beside a busy plugin one could not see what happens to a quiet one.
  const chart = (id: string, title: string, line: Pick<Line, 'times' | 'values' | 'colour'>) => (
    <Chart id={id} title={title} unit="/s" lines={line.times.length > 0 ? [{ label: 'events', fill: true, ...line }] : []} stepSeconds={1} height={96} window={window} markers={markers}
      empty="No rates of that time: they are recorded while the console is open." />
  );
  return (
    <div class="deployment-charts">
      {chart('deployment', `Events of ${plugin}`, { colour: '--line-1', ...pluginRates.of(plugin, ...span) })}
      {chart('deployment-others', 'Events of all others', { colour: '--line-2', ...pluginRates.ofOthers(plugin, ...span) })}
    </div>
  );
}

/** One change of a plugin, while it goes on and afterwards. */
export function DeploymentDetail() {
  const deployment = deployments.value.value?.find(({ id }) => id === parameter('deployment'));
  if (!deployment) return null;
  const { action, plugin, state, reason, requestedBy, why, started, finished, steps } = deployment;
  return (
    <section class="tile detail" aria-label={`Deployment of ${plugin}`}>
      <div class="tile-head">
        <h2>{plugin} {action}</h2> <Versions deployment={deployment} />
        <span class="spring" />
        <button type="button" class="ghost" onClick={() => go(here({ deployment: '' }))}><Icon name="close" label={`Close the deployment of ${plugin}`} /></button>
      </div>
      <div class="detail-body">
        <p aria-live="polite"><StateMark state={state} /></p>
        {reason && <p class="deployment-reason">{reason}</p>}
        <div class="deployment-columns">
          <div>
            <ol class="steps">{steps.map((step) => <StepRow key={step.name} step={step} />)}</ol>
            <p class="quiet">Asked for by {requestedBy}{why && `: ${why}`}, <span title={started}>{ago(Date.parse(started), now.value)}</span>; {finished ? `took ${duration(seconds(started, finished))}` : 'in progress'}. <a href={to('plugins', { show: plugin })}>See the plugin</a></p>
          </div>
          <Rates deployment={deployment} />
        </div>
      </div>
    </section>
  );
}

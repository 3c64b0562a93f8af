import { useState } from 'preact/hooks';
import type { Alerts, Channel, RuleView } from '../api/alerts';
import { curl } from '../api/command';
import { usePolled } from '../app/poll';
import { go, here, parameter } from '../app/route';
import { may } from '../app/session';
import { things } from '../format/units';
import { Empty, Loading, Problem, Stale } from '../parts/messages';
import { ActiveAlerts, EndedAlerts } from './alerts/active';
import { Channels } from './alerts/channels';
import { RuleForm } from './alerts/rule-form';
import { Rules } from './alerts/rules';

const EVERY_MILLIS = 2000;

function NewRule() {
  return may('operator') ? <button type="button" class="button is-small is-primary" onClick={() => go(here({ rule: 'new' }))}>New rule</button> : null;
}

function Active({ alerts, ruled }: { alerts: Alerts['alerts']; ruled: boolean }) {
  const firing = alerts.filter(({ state }) => state === 'firing').length;
  return (
    <section class="tile" aria-label="Active">
      <div class="tile-head"><h2>Active</h2>{alerts.length > 0 && <span class="quiet">{firing} firing, {alerts.length - firing} pending</span>}</div>
      {alerts.length > 0 ? <ActiveAlerts alerts={alerts} /> : (
        <Empty title="Nothing is beyond a threshold" why={ruled ? 'Here is what the rules below find, for each series of each host, as the samples come.' : 'Here is what rules find, for each series of each host. There is no rule yet.'} command={curl('alerts')} />
      )}
    </section>
  );
}

/** What is beyond a threshold, what was, the rules, and who is told. */
export function AlertsScreen() {
  const [changes, setChanges] = useState(0);
  const loaded = usePolled<Alerts>('alerts', {}, EVERY_MILLIS, changes).value;
  const rules = usePolled<{ rules: readonly RuleView[] }>('rules', {}, EVERY_MILLIS, changes).value.value?.rules;
  const channels = usePolled<{ channels: readonly Channel[] }>('channels', {}, EVERY_MILLIS).value.value?.channels;
  const all = loaded.value;
  if (!all || !rules) return loaded.problem ? <Problem what="Alerts cannot be read." problem={loaded.problem} /> : <Loading what="alerts" />;
  const chosen = parameter('rule');
  const view = rules.find(({ name, editable }) => name === chosen && editable);
  return (
    <>
      <Stale loaded={loaded} what="Alerts" />
      <Active alerts={all.alerts} ruled={rules.length > 0} />
      <section class="tile" aria-label="Rules">
        <div class="tile-head"><h2>Rules</h2><span class="quiet">{rules.length > 0 && things(rules.length, 'rule')}</span><span class="spring" /><NewRule /></div>
        {rules.length > 0 ? <Rules rules={rules} /> : <Empty title="No rules" why="A rule compares the samples of a metric with a threshold." action={<>Make one here, or add a <code>[[analysis.alerts.rule]]</code> table to monitor.toml; it takes effect when saved.</>} command={curl('rules')} />}
      </section>
      <section class="tile" aria-label="Webhooks">
        <div class="tile-head"><h2>Webhooks</h2></div>
        {channels && channels.length > 0 ? <Channels channels={channels} /> : <Empty title="Nobody is told" why="Alerts are posted to webhooks when they begin and when they are over." action={<>Add a <code>[[analysis.alerts.webhook]]</code> table with its <code>url</code> to monitor.toml; it takes effect when saved.</>} command={curl('channels')} />}
      </section>
      {all.ended.length > 0 && (
        <section class="tile" aria-label="Over">
          <div class="tile-head"><h2>Over</h2><span class="quiet">the last {things(all.ended.length, 'alert')}</span></div>
          <EndedAlerts alerts={all.ended} />
        </section>
      )}
      {(chosen === 'new' || view) && may('operator') && <RuleForm key={chosen} view={view} onDone={() => setChanges((before) => before + 1)} />}
    </>
  );
}

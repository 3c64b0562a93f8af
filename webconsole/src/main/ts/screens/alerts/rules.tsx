import type { Rule, RuleView } from '../../api/alerts';
import { remove } from '../../api/client';
import { curlChange } from '../../api/command';
import { announce, announceFailure } from '../../app/announce';
import { go, here } from '../../app/route';
import { may } from '../../app/session';
import { ask } from '../../parts/dialog';
import { Mark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';

/** What a rule looks at, in words. */
function Condition({ rule }: { rule: Rule }) {
  const filters = [...rule.hosts.map((host) => `host ${host}`), ...Object.entries(rule.attributes).map(([name, value]) => (value ? `${name}=${value}` : `without ${name}`))];
  const times = [rule.hysteresis > 0 && `hysteresis ${rule.hysteresis}`, rule.hold !== '0s' && `for ${rule.hold}`, rule.coolDown !== '0s' && `cool-down ${rule.coolDown}`];
  return (
    <>
      <code>{rule.metric} {rule.comparison} {rule.threshold}</code>
      <div class="quiet">{[...filters, ...times.filter(Boolean)].join(', ')}</div>
    </>
  );
}

/** Asks first: the alerts of a rule are over with it. */
function removeRule(name: string): void {
  const route = `rules/${encodeURIComponent(name)}`;
  ask({
    title: `Remove the rule ${name}?`,
    text: 'Its alerts are over, and webhooks that were told of them are told so.',
    confirm: `Remove ${name}`,
    command: curlChange(route, 'DELETE'),
    onConfirm: () => void remove(route).then(() => announce('good', `${name} is removed`)).catch((failure: unknown) => announceFailure(`${name} was not removed.`, failure)),
  });
}

function Actions({ view: { name, editable, origin } }: { view: RuleView }) {
  if (!editable) return <span class="quiet" title={`Stands in ${origin}`}>{origin.split('/').pop()}</span>;
  if (!may('operator')) return null;
  return (
    <span class="row-actions">
      <button type="button" class="button is-small" onClick={() => go(here({ rule: name }))}>Edit<span class="is-sr-only"> {name}</span></button>
      <button type="button" class="button is-small" onClick={() => removeRule(name)}>Remove<span class="is-sr-only"> {name}</span></button>
    </span>
  );
}

const COLUMNS: readonly Column<RuleView>[] = [
  { id: 'state', title: 'State', minor: true, by: ({ problem }) => (problem ? 0 : 1), cell: ({ problem }) => (problem ? <Mark icon="failed" tone="bad" word="Wrong" title={problem} /> : <Mark icon="active" tone="good" word="In force" />) },
  { id: 'name', title: 'Rule', by: ({ name }) => name, cell: ({ name, rule, problem }) => <><b>{name}</b>{rule && <div class="quiet">{rule.severity}</div>}{problem && <div class="only-narrow"><Mark icon="failed" tone="bad" word="Wrong" /></div>}</> },
  { id: 'condition', title: 'Condition', cell: ({ rule, problem }) => <>{rule && <Condition rule={rule} />}{problem && <div class="reason">{problem}</div>}</> },
  { id: 'webhooks', title: 'Rings', minor: true, cell: ({ rule }) => (!rule ? '–' : rule.webhooks.length > 0 ? rule.webhooks.join(', ') : 'every webhook') },
  { id: 'actions', title: 'Change', cell: (view) => <Actions view={view} /> },
];

/** Every rule: those of files are changed there. */
export function Rules({ rules }: { rules: readonly RuleView[] }) {
  return <Table id="rules" label="Rules" columns={COLUMNS} rows={rules} rowKey={({ name }) => name} sort="name" />;
}

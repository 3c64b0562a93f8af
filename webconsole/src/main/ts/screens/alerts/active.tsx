import type { Alert } from '../../api/alerts';
import { now } from '../../app/time';
import { ago } from '../../format/units';
import { Breakable } from '../../parts/breakable';
import { Quantity } from '../../parts/quantity';
import { Mark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';

const LOOKS = {
  critical: { icon: 'failed', tone: 'bad', word: 'Critical' },
  warning: { icon: 'degraded', tone: 'warn', word: 'Warning' },
  info: { icon: 'help', tone: 'busy', word: 'Info' },
} as const;
const RANK = { critical: 0, warning: 1, info: 2 } as const;

/** How bad an alert is; one that is pending is told nobody. */
export function AlertMark({ alert: { severity, state } }: { alert: Alert }) {
  if (state === 'pending') return <Mark icon="clock" tone="idle" word="Pending" title={`${LOOKS[severity].word} when the hold time, or the cool-down, is over`} />;
  if (state === 'resolved') return <Mark icon="active" tone="good" word="Over" title={LOOKS[severity].word} />;
  return <Mark {...LOOKS[severity]} />;
}

/** Shares are told in percent, as everywhere. */
export function unitOf({ metric, unit }: Pick<Alert, 'metric' | 'unit'>): string {
  return unit === '1' && metric.endsWith('.utilization') ? 'share' : unit;
}

function Series({ alert: { metric, attributes } }: { alert: Alert }) {
  const named = Object.entries(attributes).map(([name, value]) => `${name}=${String(value)}`).join(', ');
  return <><code>{metric}</code>{named && <div class="quiet">{named}</div>}</>;
}

const When = ({ time }: { time: string }) => <span title={time}>{ago(Date.parse(time), now.value)}</span>;

const COMMON: readonly Column<Alert>[] = [
  { id: 'state', title: 'State', by: ({ state, severity }) => (state === 'pending' ? 9 : RANK[severity]), cell: (alert) => <AlertMark alert={alert} /> },
  { id: 'rule', title: 'Rule', by: ({ rule }) => rule, cell: ({ rule, host, metric }) => <><b>{rule}</b><div class="quiet only-narrow"><Breakable text={host} /><br /><Breakable text={metric} /></div></> },
  { id: 'host', title: 'Host', minor: true, by: ({ host }) => host, cell: ({ host }) => host },
  { id: 'value', title: 'Value', number: true, cell: (alert) => <><Quantity value={alert.value} unit={unitOf(alert)} /> <span class="quiet condition">({alert.condition})</span></> },
  { id: 'metric', title: 'Series', minor: true, by: ({ metric }) => metric, cell: (alert) => <Series alert={alert} /> },
];

const ACTIVE: readonly Column<Alert>[] = [...COMMON, { id: 'since', title: 'Since', number: true, by: ({ since }) => Date.parse(since), cell: ({ since }) => <When time={since} /> }];

const ENDED: readonly Column<Alert>[] = [
  ...COMMON,
  { id: 'reason', title: 'Over because', minor: true, cell: ({ reason }) => reason },
  { id: 'since', title: 'Began', number: true, minor: true, by: ({ since }) => Date.parse(since), cell: ({ since }) => <When time={since} /> },
  { id: 'ended', title: 'Over', number: true, by: ({ ended }) => Date.parse(ended ?? ''), cell: ({ ended }) => <When time={ended ?? ''} /> },
];

const keyOf = ({ rule, host, metric, attributes, since }: Alert) => JSON.stringify([rule, host, metric, attributes, since]);

/** What is beyond a threshold now. */
export function ActiveAlerts({ alerts }: { alerts: readonly Alert[] }) {
  return <Table id="active" label="Active alerts" columns={ACTIVE} rows={alerts} rowKey={keyOf} sort="state" />;
}

/** What was over last. */
export function EndedAlerts({ alerts }: { alerts: readonly Alert[] }) {
  return <Table id="ended" label="Alerts that are over" columns={ENDED} rows={alerts} rowKey={keyOf} sort="-ended" />;
}

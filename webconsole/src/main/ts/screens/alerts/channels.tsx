import type { Channel } from '../../api/alerts';
import { now } from '../../app/time';
import { ago, count } from '../../format/units';
import { Wrong } from '../../parts/quantity';
import { Mark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';

const COLUMNS: readonly Column<Channel>[] = [
  { id: 'state', title: 'State', by: ({ problem }) => (problem ? 0 : 1), cell: ({ problem, lastDelivered }) => (problem ? <Mark icon="degraded" tone="warn" word="Takes nothing" title={problem} /> : lastDelivered ? <Mark icon="active" tone="good" word="Takes" /> : <Mark icon="inactive" tone="idle" word="Not rung yet" />) },
  { id: 'name', title: 'Webhook', by: ({ name }) => name, cell: ({ name, problem }) => <><b>{name}</b>{problem && <div class="reason">{problem}</div>}</> },
  { id: 'target', title: 'Address', minor: true, cell: ({ target }) => <code title="Its path may be a secret and is not shown">{target}</code> },
  { id: 'waiting', title: 'Waiting', number: true, minor: true, by: ({ waiting }) => waiting, cell: ({ waiting }) => count(waiting) },
  { id: 'delivered', title: 'Delivered', number: true, minor: true, by: ({ delivered }) => delivered, cell: ({ delivered }) => count(delivered) },
  { id: 'dropped', title: 'Dropped', number: true, by: ({ dropped }) => dropped, cell: ({ dropped }) => <Wrong times={dropped} title="Refused for good, or too many waited" /> },
  { id: 'last', title: 'Last', number: true, by: ({ lastDelivered }) => Date.parse(lastDelivered ?? '') || 0, cell: ({ lastDelivered }) => (lastDelivered ? <span title={lastDelivered}>{ago(Date.parse(lastDelivered), now.value)}</span> : '–') },
];

/** Who is rung. */
export function Channels({ channels }: { channels: readonly Channel[] }) {
  return <Table id="channels" label="Webhooks" columns={COLUMNS} rows={channels} rowKey={({ name }) => name} sort="name" />;
}

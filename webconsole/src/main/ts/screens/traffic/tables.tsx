import type { ComponentChildren } from 'preact';
import type { FlowGroup, Question, Talker, Traffic } from '../../api/traffic';
import { count, percent } from '../../format/units';
import { Breakable } from '../../parts/breakable';
import { Quantity, Wrong } from '../../parts/quantity';
import { Table, type Column } from '../../parts/table';
import { bytesOf } from './shape';

/** A share of all, as a bar and in numbers. */
function Share({ of, all }: { of: number; all: number }) {
  const share = all === 0 ? 0 : of / all;
  return <span class="share"><i aria-hidden="true"><b style={{ width: `${100 * share}%` }} /></i> <span>{percent(share)}</span></span>;
}

function Section({ title, note, none, empty, children }: { title: string; note: string; none: string; empty: boolean; children: ComponentChildren }) {
  return (
    <section class="tile capped" aria-label={title}>
      <div class="tile-head"><h2>{title}</h2><span class="quiet">{note}</span></div>
      {empty ? <p class="pad quiet">{none}</p> : children}
    </section>
  );
}

function talkerColumns(all: number): readonly Column<Talker>[] {
  return [
    { id: 'address', title: 'Address', by: ({ address }) => address, cell: ({ address, host }) => <span class="endpoint" title={`seen by ${host}`}><Breakable text={address} /></span> },
    { id: 'sent', title: 'Sent', number: true, by: ({ bytesSent }) => bytesSent, cell: ({ bytesSent }) => <Quantity value={bytesSent} unit="By" /> },
    { id: 'received', title: 'Received', number: true, by: ({ bytesReceived }) => bytesReceived, cell: ({ bytesReceived }) => <Quantity value={bytesReceived} unit="By" /> },
    { id: 'packets', title: 'Packets', number: true, minor: true, by: ({ packets }) => packets, cell: ({ packets }) => count(packets) },
    { id: 'bytes', title: 'Share', number: true, by: bytesOf, cell: (talker) => <Share of={bytesOf(talker)} all={all} /> },
  ];
}

function groupColumns(title: string, all: number): readonly Column<FlowGroup>[] {
  return [
    { id: 'name', title, by: ({ name }) => name, cell: ({ name }) => <span class="wrap"><Breakable text={name} /></span> },
    { id: 'flows', title: 'Flows', number: true, by: ({ flows }) => flows, cell: ({ flows }) => count(flows) },
    { id: 'packets', title: 'Packets', number: true, minor: true, by: ({ packets }) => packets, cell: ({ packets }) => count(packets) },
    { id: 'bytes', title: 'Bytes', number: true, by: ({ bytes }) => bytes, cell: ({ bytes }) => <Quantity value={bytes} unit="By" /> },
    { id: 'share', title: 'Share', number: true, minor: true, cell: ({ bytes }) => <Share of={bytes} all={all} /> },
  ];
}

const QUESTIONS: readonly Column<Question>[] = [
  { id: 'name', title: 'Name', by: ({ name }) => name, cell: ({ name }) => <span class="wrap"><Breakable text={name} /></span> },
  { id: 'asked', title: 'Asked', number: true, by: ({ asked }) => asked, cell: ({ asked }) => count(asked) },
  { id: 'unanswered', title: 'Unanswered', number: true, by: ({ unanswered }) => unanswered, cell: ({ unanswered }) => <Wrong times={unanswered} /> },
  { id: 'failed', title: 'Errors', number: true, minor: true, by: ({ failed }) => failed, cell: ({ failed }) => <Wrong times={failed} title="answers with an error, such as that there is no such name" /> },
  { id: 'p50', title: 'Median', number: true, by: ({ p50Millis }) => p50Millis ?? -1, cell: ({ p50Millis }) => <Quantity value={p50Millis} unit="ms" /> },
  { id: 'p95', title: 'p95', number: true, minor: true, by: ({ p95Millis }) => p95Millis ?? -1, cell: ({ p95Millis }) => <Quantity value={p95Millis} unit="ms" /> },
];

const total = <Row,>(rows: readonly Row[], bytes: (row: Row) => number) => rows.reduce((sum, row) => sum + bytes(row), 0);

/** Who talked, in what, and about which names; shares are those of all that was seen, whatever is filtered. */
export function TrafficTables({ shown, all }: { shown: Traffic; all: Traffic }) {
  const key = ({ name }: { readonly name: string }) => name;
  return (
    <div class="grid halves">
      <Section title="Top talkers" note="with what they sent and received" none="No address was among the first." empty={shown.talkers.length === 0}>
        <Table id="talkers" label="Top talkers" columns={talkerColumns(total(all.talkers, bytesOf))} rows={shown.talkers} rowKey={({ host, address }) => `${host} ${address}`} sort="-bytes" />
      </Section>
      <Section title="Protocol mix" note="since each flow began" none="No flow was told." empty={shown.protocols.length === 0}>
        <Table id="protocols" label="Protocols" columns={groupColumns('Protocol', total(all.protocols, ({ bytes }) => bytes))} rows={shown.protocols} rowKey={key} sort="-bytes" />
      </Section>
      <Section title="Names asked for" note="over DNS, with the time until the answer" none="No DNS question was seen." empty={shown.questions.length === 0}>
        <Table id="questions" label="Names asked for" columns={QUESTIONS} rows={shown.questions} rowKey={key} sort="-asked" />
      </Section>
      <Section title="TLS server names" note="that clients asked for" none="No client of TLS named its server." empty={shown.serverNames.length === 0}>
        <Table id="servers" label="TLS server names" columns={groupColumns('Name', total(all.serverNames, ({ bytes }) => bytes))} rows={shown.serverNames} rowKey={key} sort="-bytes" />
      </Section>
    </div>
  );
}

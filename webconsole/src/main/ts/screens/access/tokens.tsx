import { useState } from 'preact/hooks';
import type { NewToken, Token } from '../../api/access';
import { post, remove } from '../../api/client';
import { curlSend } from '../../api/command';
import { announce, announceFailure } from '../../app/announce';
import { go, here, parameter } from '../../app/route';
import { now } from '../../app/time';
import { ago, duration } from '../../format/units';
import { ask } from '../../parts/dialog';
import { Input, Select } from '../../parts/field';
import { FormDialog } from '../../parts/form-dialog';
import { Empty } from '../../parts/messages';
import { Copied, SecretDialog } from '../../parts/secret';
import { Mark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';
import { ROLES, RoleMark } from './roles';

const SOON_SECONDS = 14 * 86_400;
const LIFETIMES = ['1d', '7d', '30d', '90d', '180d', '366d'];

const route = (id: string) => `tokens/${encodeURIComponent(id)}`;

/** When something ends: what ends soon, and does not renew itself, is told as such. */
export function Ends({ time, soonSeconds = SOON_SECONDS }: { time: string; soonSeconds?: number }) {
  const seconds = (Date.parse(time) - now.value) / 1000;
  if (seconds <= 0) return <Mark icon="failed" tone="bad" word="Ended" title={time} />;
  const text = `in ${duration(seconds)}`;
  return seconds < soonSeconds ? <Mark icon="degraded" tone="warn" word={text} title={time} /> : <span title={time}>{text}</span>;
}

function revoke({ id, name, role }: Token, onDone: () => void): void {
  ask({
    title: `Revoke the token ${name}?`,
    text: `What uses it is refused from now on, with the role ${role} it had. It cannot be taken back; a new token can be made.`,
    confirm: `Revoke ${name}`,
    command: `monitor token revoke ${id}`,
    onConfirm: () => {
      remove(route(id)).then(() => {
        announce('good', `${name} is revoked`);
        onDone();
      }, (failure: unknown) => announceFailure(`${name} was not revoked.`, failure));
    },
  });
}

function columns(onDone: () => void): readonly Column<Token>[] {
  return [
    { id: 'name', title: 'Token', by: ({ name }) => name, cell: ({ name }) => <b class="named">{name}</b> },
    { id: 'role', title: 'Role', by: ({ role }) => role, cell: ({ role }) => <RoleMark role={role} /> },
    { id: 'expires', title: 'Ends', number: true, by: ({ expires }) => Date.parse(expires), cell: ({ expires }) => <Ends time={expires} /> },
    { id: 'used', title: 'Last used', number: true, minor: true, by: ({ lastUsed }) => Date.parse(lastUsed ?? '') || 0, cell: ({ lastUsed }) => (lastUsed ? <span title={lastUsed}>{ago(Date.parse(lastUsed), now.value)}</span> : <span class="quiet" title="Not since this process started">not yet</span>) },
    { id: 'made', title: 'Made', minor: true, by: ({ created }) => Date.parse(created), cell: ({ created, createdBy }) => <span class="wrap" title={created}>{ago(Date.parse(created), now.value)} <span class="quiet">by {createdBy}</span></span> },
    { id: 'actions', title: 'Change', cell: (token) => <span class="row-actions"><button type="button" class="button is-small" onClick={() => revoke(token, onDone)}>Revoke<span class="is-sr-only"> {token.name}</span></button></span> },
  ];
}

/** With the role agent the command makes what an agent joins with, which is another kind of token. */
function sameByCommand(name: string, role: string, expiresIn: string): string {
  return role === 'agent' ? curlSend('tokens', 'POST', { name, role, expiresIn }) : `monitor token create --name '${name}' --role ${role} --expires-in ${expiresIn}`;
}

/** Makes a token and shows it, once. */
function MakeToken({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const [expiresIn, setExpiresIn] = useState('90d');
  const [made, setMade] = useState<NewToken>();
  const close = () => go(here({ do: '' }));
  const send = async () => {
    setMade(await post<NewToken>('tokens', { name: name.trim(), role, expiresIn }));
    onDone();
  };
  if (made) {
    return (
      <SecretDialog title={`The token ${made.name}`} secret={made.token} onClose={close}>
        <p>Programs send it as <code>Authorization: Bearer</code>, the command line takes it from a file:</p>
        <Copied label="Command line" text={`monitor status --server ${window.location.origin} --token-file FILE`} />
      </SecretDialog>
    );
  }
  return (
    <FormDialog title="Make a token" failed="No token was made." submit="Make token" send={send} onClose={close} command={sameByCommand(name || 'NAME', role, expiresIn)}>
      {(faults) => (
        <>
          <Input label="Name" value={name} set={setName} needed fault={faults.get('name')} hint="What will use it, so that one knows what to revoke" />
          <Select label="Role" value={role} set={setRole} values={['viewer', 'operator', 'admin', 'agent']} fault={faults.get('role')} hint={ROLES[role]} />
          <Select label="Ends after" value={expiresIn} set={setExpiresIn} values={LIFETIMES} fault={faults.get('expiresIn')} />
        </>
      )}
    </FormDialog>
  );
}

/** What programs come in with. */
export function Tokens({ tokens, onDone }: { tokens: readonly Token[]; onDone: () => void }) {
  return (
    <>
      {tokens.length > 0 ? <Table id="tokens" label="Tokens" columns={columns(onDone)} rows={tokens} rowKey={({ id }) => id} sort="name" /> : (
        <Empty title="No tokens" why="Programs and the command line come in with a token: it has a role, ends by itself, and can be revoked." action={<button type="button" class="button is-small" onClick={() => go(here({ do: 'token' }))}>Make a token</button>} command="monitor token list" />
      )}
      {parameter('do') === 'token' && <MakeToken onDone={onDone} />}
    </>
  );
}

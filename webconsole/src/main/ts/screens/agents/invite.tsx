import { useState } from 'preact/hooks';
import type { NewJoinToken } from '../../api/access';
import { post } from '../../api/client';
import { go, here } from '../../app/route';
import { now } from '../../app/time';
import { duration } from '../../format/units';
import { Input, Select } from '../../parts/field';
import { FormDialog } from '../../parts/form-dialog';
import { Copied, SecretDialog } from '../../parts/secret';

/** Where agents connect, unless the configuration of the receiver says otherwise. */
const PORT = 7718;

/** What is typed on the host that is to become an agent. */
export function joinCommands(host: string, name: string): string {
  return [
    `(umask 077; cat > ${name}.token)   # paste the token, then Ctrl+D`,
    `bin/monitor init --join https://${host}:${PORT} --token-file ${name}.token --data /var/lib/monitor`,
    'bin/monitor run --data /var/lib/monitor',
  ].join('\n');
}

/** The way in for a new agent, with an own name in place of its. */
export function JoinCommands({ name }: { name: string }) {
  return <Copied label="Command lines" text={joinCommands(typeof window === 'undefined' ? '' : window.location.hostname, name)} />;
}

/** Makes a token that one agent joins with, once, and shows it, once. */
export function Invite() {
  const [name, setName] = useState('');
  const [expiresIn, setExpiresIn] = useState('24h');
  const [made, setMade] = useState<NewJoinToken>();
  const close = () => go(here({ do: '' }));
  const send = async () => setMade(await post<NewJoinToken>('agents/tokens', { name: name.trim(), expiresIn }));
  if (made) {
    return (
      <SecretDialog title={`A token for the agent ${made.name}`} secret={made.token} onClose={close}>
        <p>The agent joins with it once, within {duration((Date.parse(made.expires) - now.value) / 1000)}. On its host, where an agent is unpacked:</p>
        <JoinCommands name={made.name} />
        <p class="quiet">Port {PORT} is where agents connect unless <code>[receiver.websocket]</code> says otherwise; the address has to be one that the agent reaches.</p>
      </SecretDialog>
    );
  }
  return (
    <FormDialog title="Invite an agent" failed="No token was made." submit="Make join token" send={send} onClose={close} command={`monitor token create --role agent --name '${name || 'NAME'}' --expires-in ${expiresIn}`}>
      {(faults) => (
        <>
          <Input label="Name of the agent" value={name} set={setName} needed fault={faults.get('name')} hint="By which it is known from then on, such as its host's: letters, digits, “.”, “_” and “-”" />
          <Select label="Ends after" value={expiresIn} set={setExpiresIn} values={['1h', '24h', '7d', '30d']} fault={faults.get('expiresIn')} hint="An agent has to join within it; what it gets then ends later and renews itself." />
        </>
      )}
    </FormDialog>
  );
}

import { useState } from 'preact/hooks';
import type { User } from '../../api/access';
import { post, remove } from '../../api/client';
import { announce, announceFailure } from '../../app/announce';
import { go, here, parameter } from '../../app/route';
import { presence } from '../../app/session';
import { now } from '../../app/time';
import { ago } from '../../format/units';
import { ask } from '../../parts/dialog';
import { Input, Select } from '../../parts/field';
import { FormDialog } from '../../parts/form-dialog';
import { Table, type Column } from '../../parts/table';
import { ROLES, RoleMark } from './roles';

const PASSWORD = 'At least 10 characters; longer is better than stranger.';

const route = (name: string) => `users/${encodeURIComponent(name)}`;
const close = () => go(here({ do: '', user: '' }));

function isMe(name: string): boolean {
  return presence.value.kind === 'signed-in' && presence.value.session.user.name === name;
}

function removeUser(name: string, onDone: () => void): void {
  ask({
    title: `Remove the user ${name}?`,
    text: isMe(name) ? 'This is you: you are signed out, and cannot come back.' : 'Whoever is signed in by that name is signed out at once. Tokens that the user made stay; revoke them below.',
    confirm: `Remove ${name}`,
    command: `monitor user remove ${name}`,
    onConfirm: () => {
      remove(route(name)).then(() => {
        announce('good', `${name} is removed`);
        onDone();
      }, (failure: unknown) => announceFailure(`${name} was not removed.`, failure));
    },
  });
}

function columns(onDone: () => void): readonly Column<User>[] {
  return [
    { id: 'name', title: 'User', by: ({ name }) => name, cell: ({ name }) => <span class="named"><b>{name}</b>{isMe(name) && <span class="quiet"> you</span>}</span> },
    { id: 'role', title: 'Role', by: ({ role }) => role, cell: ({ role }) => <RoleMark role={role} /> },
    { id: 'created', title: 'Added', number: true, minor: true, by: ({ created }) => Date.parse(created), cell: ({ created }) => <span title={created}>{ago(Date.parse(created), now.value)}</span> },
    { id: 'actions', title: 'Change', cell: ({ name }) => (
      <span class="row-actions">
        <button type="button" class="button is-small" onClick={() => go(here({ do: 'password', user: name }))}>Password<span class="is-sr-only"> of {name}</span></button>
        <button type="button" class="button is-small" onClick={() => removeUser(name, onDone)}>Remove<span class="is-sr-only"> {name}</span></button>
      </span>
    ) },
  ];
}

/** Adds a user. */
export function NewUser({ onDone }: { onDone: () => void }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState('viewer');
  const send = async () => {
    await post('users', { username: username.trim(), password, role });
    announce('good', `${username.trim()} is added`, `With the role ${role}`);
    close();
    onDone();
  };
  return (
    <FormDialog title="Add a user" failed="No user was added." submit="Add user" send={send} onClose={close} command={`monitor user add '${username || 'NAME'}' --role ${role}`}>
      {(faults) => (
        <>
          <Input label="User name" value={username} set={setUsername} needed fault={faults.get('username')} hint="Letters, digits, “.”, “_”, “@” and “-”" />
          <Input label="Password" type="password" complete="new-password" value={password} set={setPassword} needed fault={faults.get('password')} hint={PASSWORD} />
          <Select label="Role" value={role} set={setRole} values={['viewer', 'operator', 'admin']} fault={faults.get('role')} hint={ROLES[role]} />
        </>
      )}
    </FormDialog>
  );
}

/** Gives a user another password. */
export function NewPassword({ name }: { name: string }) {
  const [password, setPassword] = useState('');
  const send = async () => {
    await post(`${route(name)}/password`, { password });
    announce('good', `${name} has another password`);
    close();
  };
  return (
    <FormDialog title={`Another password for ${name}`} failed={`${name} has the same password as before.`} submit="Set password" send={send} onClose={close} command={`monitor user passwd ${name}`}>
      {(faults) => <Input label="New password" type="password" complete="new-password" value={password} set={setPassword} needed fault={faults.get('password')} hint={`${PASSWORD} ${isMe(name) ? 'You sign in with it at once.' : 'Whoever is signed in by that name has to sign in again.'}`} />}
    </FormDialog>
  );
}

/** Who may sign in. */
export function Users({ users, onDone }: { users: readonly User[]; onDone: () => void }) {
  const chosen = users.find(({ name }) => name === parameter('user'));
  return (
    <>
      <Table id="users" label="Users" columns={columns(onDone)} rows={users} rowKey={({ name }) => name} sort="name" />
      {parameter('do') === 'user' && <NewUser onDone={onDone} />}
      {parameter('do') === 'password' && chosen && <NewPassword key={chosen.name} name={chosen.name} />}
    </>
  );
}

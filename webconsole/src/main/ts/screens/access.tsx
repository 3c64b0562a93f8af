import { useState } from 'preact/hooks';
import type { Token, User } from '../api/access';
import { curl } from '../api/command';
import { usePolled } from '../app/poll';
import { go, here, parameter, to } from '../app/route';
import { may } from '../app/session';
import { things } from '../format/units';
import { AdminOnly } from '../parts/admin-only';
import { Loading, Problem, Stale } from '../parts/messages';
import { Tokens } from './access/tokens';
import { Users } from './access/users';
import { useAuthority } from './agents/authority';
import { Invite } from './agents/invite';

const EVERY_MILLIS = 10_000;

function Opens({ what, text }: { what: string; text: string }) {
  return <button type="button" class="button is-small is-primary" onClick={() => go(here({ do: what }))}>{text}</button>;
}

/** How hosts come in; where none may, why. */
function JoinTokens() {
  const joinable = useAuthority();
  return (
    <section class="tile" aria-label="Join tokens">
      <div class="tile-head"><h2>Join tokens</h2><span class="quiet">for hosts that become agents</span><span class="spring" />{joinable && <Opens what="invite" text="Invite an agent" />}</div>
      {joinable === undefined ? <Loading what="whether agents may join" /> : (
        <p class="pad quiet">{joinable ? 'An agent joins with a token once, and gets a certificate that renews itself; each can be revoked among the ' : 'This platform has no authority, so no agents join here: the distribution collector has one. Those that were seen are among the '}<a href={to('agents')}>agents</a>.</p>
      )}
      {parameter('do') === 'invite' && <Invite />}
    </section>
  );
}

function All() {
  const [changes, setChanges] = useState(0);
  const users = usePolled<{ users: readonly User[] }>('users', {}, EVERY_MILLIS, changes).value;
  const tokens = usePolled<{ tokens: readonly Token[] }>('tokens', {}, EVERY_MILLIS, changes).value;
  const onDone = () => setChanges((before) => before + 1);
  const lacking = users.problem ?? tokens.problem;
  if (!users.value || !tokens.value) return lacking ? <Problem what="Users and tokens cannot be read." problem={lacking} retry={onDone} /> : <Loading what="users and tokens" />;
  return (
    <>
      <Stale loaded={users} what="Users" />
      <section class="tile" aria-label="Users">
        <div class="tile-head"><h2>Users</h2><span class="quiet">{things(users.value.users.length, 'user')}</span><span class="spring" /><Opens what="user" text="Add a user" /></div>
        <Users users={users.value.users} onDone={onDone} />
      </section>
      <section class="tile" aria-label="Tokens">
        <div class="tile-head"><h2>Tokens</h2><span class="quiet">for programs</span><span class="spring" /><Opens what="token" text="Make a token" /></div>
        <Tokens tokens={tokens.value.tokens} onDone={onDone} />
      </section>
      <JoinTokens />
    </>
  );
}

/** Who may come in: people, programs and hosts. */
export function AccessScreen() {
  return may('admin') ? <All /> : <AdminOnly what="Access" command={curl('session')} />;
}

import { may, presence } from '../app/session';
import { Empty } from './messages';

/** Says why somebody who may not administer sees nothing here; nothing to who may. */
export function AdminOnly({ what, command }: { what: string; command: string }) {
  if (may('admin') || presence.value.kind !== 'signed-in') return null;
  const { name, role } = presence.value.session.user;
  return (
    <section class="tile">
      <Empty title={`${what} is for administrators`} why={`You are signed in as ${name} with the role ${role}; what is here decides what the platform does and who may come in.`} action="Ask an administrator to do it, or for the role admin." command={command} />
    </section>
  );
}

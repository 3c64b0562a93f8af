import type { Role } from '../../api/platform';

/** What each role may do, in words. */
export const ROLES: Readonly<Record<string, string>> = {
  viewer: 'Sees everything but users, tokens and the configuration; changes nothing.',
  operator: 'As viewer; also pauses sources, enables and rolls back plugins, and writes rules of alerts.',
  admin: 'Everything: installs plugins, changes the configuration, and decides who may come in.',
  agent: 'For programs that send metrics; reads nothing.',
};

/** A role, what it may do in its tooltip. */
export function RoleMark({ role }: { role: Role }) {
  return <span title={ROLES[role]}>{role}</span>;
}

import type { Capabilities } from '../api/plugins';
import { Icon } from './icon';

/** A capability and what became of it. */
function Chip({ name, refusal, granted, required }: { name: string; refusal?: { by: string; reason: string } | undefined; granted: boolean; required: boolean }) {
  const word = refusal ? `refused by ${refusal.by}: ${refusal.reason}` : granted ? 'granted' : 'declared';
  return (
    <li class={`chip ${refusal ? 'is-refused' : granted ? 'is-granted' : ''}`} title={`${name}: ${required ? 'required, ' : ''}${word}`}>
      <Icon name={refusal ? 'disabled' : granted ? 'active' : 'inactive'} label={refusal ? 'refused' : granted ? 'granted' : 'declared'} size={12} />
      {name}
    </li>
  );
}

/** What was declared, as chips: granted or refused. */
export function CapabilityChips({ capabilities }: { capabilities: Capabilities }) {
  const { declared, granted, refused, required = [] } = capabilities;
  if (declared.length === 0) return <span class="quiet">none declared</span>;
  return (
    <ul class="chips" aria-label="Capabilities">
      {declared.map((name) => (
        <Chip key={name} name={name} granted={granted.includes(name)} required={required.includes(name)}
          refusal={refused.find((refusal) => refusal.name === name)} />
      ))}
    </ul>
  );
}

/** Each refusal with who refused and why. */
export function Refusals({ capabilities }: { capabilities: Capabilities }) {
  if (capabilities.refused.length === 0) return null;
  return (
    <ul class="refusals">
      {capabilities.refused.map(({ name, by, reason }) => (
        <li key={name}>
          <b>{name}</b> refused by the {by}{(capabilities.required ?? []).includes(name) ? ' (required)' : ''}: {reason}
        </li>
      ))}
    </ul>
  );
}

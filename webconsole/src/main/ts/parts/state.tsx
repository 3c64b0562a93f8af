import type { DeploymentState } from '../api/deployments';
import type { State } from '../api/plugins';
import { Icon, type IconName } from './icon';

/** The tone in which a state is shown: a colour, always beside an icon and a word. */
export type Tone = 'good' | 'warn' | 'bad' | 'idle' | 'busy';

interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly word: string;
}

const LOOKS: Readonly<Record<State | DeploymentState | 'done', Look>> = {
  active: { icon: 'active', tone: 'good', word: 'Active' },
  degraded: { icon: 'degraded', tone: 'warn', word: 'Degraded' },
  inactive: { icon: 'inactive', tone: 'idle', word: 'Inactive' },
  failed: { icon: 'failed', tone: 'bad', word: 'Failed' },
  quarantined: { icon: 'failed', tone: 'bad', word: 'Quarantined' },
  disabled: { icon: 'disabled', tone: 'idle', word: 'Disabled' },
  unresolved: { icon: 'failed', tone: 'bad', word: 'Unresolved' },
  running: { icon: 'running', tone: 'busy', word: 'Running' },
  committed: { icon: 'active', tone: 'good', word: 'Committed' },
  'rolled-back': { icon: 'degraded', tone: 'warn', word: 'Rolled back' },
  rejected: { icon: 'failed', tone: 'bad', word: 'Refused' },
  done: { icon: 'active', tone: 'good', word: 'Done' },
};

/** How a state looks; one that this console does not know looks idle. */
export function lookOf(state: string): Look {
  return LOOKS[state as State] ?? { icon: 'inactive', tone: 'idle', word: state };
}

/** Icon and word of a state. */
export function StateMark({ state, title }: { state: string; title?: string }) {
  const { icon, tone, word } = lookOf(state);
  return <Mark icon={icon} tone={tone} word={word} {...(title ? { title } : {})} />;
}

/** Icon and word in a tone. */
export function Mark({ icon, tone, word, title }: { icon: IconName; tone: Tone; word: string; title?: string }) {
  return (
    <span class={`mark tone-${tone}`} title={title}>
      <Icon name={icon} />
      {word}
    </span>
  );
}

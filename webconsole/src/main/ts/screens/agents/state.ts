import type { Agent } from '../../api/agents';
import type { IconName } from '../../parts/icon';
import type { Tone } from '../../parts/state';

/** How an agent is, in a word and in a sentence. */
export interface AgentLook {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly word: string;
  readonly title: string;
  /** Which come first in a list: those that need a look. */
  readonly rank: number;
}

/** Stored so lately that it is connected to some other collector. */
const FRESH_MILLIS = 2 * 60_000;

/** How an agent is. One that is connected elsewhere is not connected here, and still well. */
export function lookOfAgent({ connected, lastSeen, revoked, expires }: Agent, nowMillis: number): AgentLook {
  if (revoked) return { icon: 'disabled', tone: 'idle', word: 'Revoked', title: 'It is refused until it joins with a new token', rank: 3 };
  if (connected) return { icon: 'active', tone: 'good', word: 'Connected', title: 'To this collector', rank: 4 };
  if (expires && Date.parse(expires) <= nowMillis) return { icon: 'failed', tone: 'bad', word: 'Expired', title: 'Its certificate has ended: it needs a new join token', rank: 0 };
  if (!lastSeen) return { icon: 'clock', tone: 'warn', word: 'Not seen yet', title: 'It has joined, and nothing of it is stored', rank: 1 };
  if (nowMillis - Date.parse(lastSeen) < FRESH_MILLIS) return { icon: 'active', tone: 'good', word: 'Elsewhere', title: 'Not connected to this collector; what it sends is stored', rank: 5 };
  return { icon: 'degraded', tone: 'warn', word: 'Away', title: 'Not connected to this collector, and nothing of it was stored lately; it keeps what it reads', rank: 2 };
}

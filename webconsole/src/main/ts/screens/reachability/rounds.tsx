import { useSignal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import { get } from '../../api/client';
import { asProblem } from '../../api/problem';
import type { Round } from '../../api/telemetry';
import { nothing, type Loaded } from '../../app/state';
import { live, range, span } from '../../app/time';
import { listen, whenMissed } from '../../live/stream';
import { Empty, Loading, Problem, ToNow } from '../../parts/messages';
import { identity } from './summary';

const MOST_ROUNDS = 10_000;
const NONE: readonly Round[] = [];

/** Adds rounds that are not there yet, and forgets those before the window. */
export function merge(known: readonly Round[], added: readonly Round[], fromMillis: number): Round[] {
  const ids = new Set(known.map((round) => round.time + identity(round)));
  const fresh = added.filter((round) => !ids.has(round.time + identity(round)));
  return [...fresh, ...known].filter(({ time }) => Date.parse(time) >= fromMillis).slice(0, MOST_ROUNDS);
}

function message(loaded: Loaded<readonly Round[]>): ComponentChild {
  if (loaded.problem) return <Problem what="The rounds cannot be read." problem={loaded.problem} />;
  if (loaded.value === undefined) return <Loading what="rounds" />;
  return (
    <Empty title="No rounds in this time" why="Here are the targets that probe.reachability tests, with their answers. None was stored in the chosen time."
      action={live.value ? 'Add a [[probe.reachability]] table with targets to monitor.toml; it takes effect when saved.' : <ToNow />} command="monitor check" />
  );
}

/** The rounds of the range that is shown, live when it is; and what to say when there are none. */
export function useRounds(): { rounds: readonly Round[]; message: ComponentChild; loaded: Loaded<readonly Round[]> } {
  const loaded = useSignal<Loaded<readonly Round[]>>(nothing);
  const { from, to } = range.value;
  useEffect(() => {
    const abort = new AbortController();
    const width = span.peek().to - span.peek().from;
    const load = async () => {
      try {
        const { rounds } = await get<{ rounds: readonly Round[] }>('reachability', { from, to, limit: MOST_ROUNDS }, abort.signal);
        loaded.value = { value: rounds, atMillis: Date.now(), problem: undefined };
      } catch (failure) {
        if (!abort.signal.aborted) loaded.value = { ...loaded.peek(), problem: asProblem(failure) };
      }
    };
    void load();
    const onRounds = ({ rounds }: { rounds: readonly Round[] }) => {
      const value = merge(loaded.peek().value ?? [], rounds, Date.now() - width);
      loaded.value = { value, atMillis: Date.now(), problem: undefined };
    };
    const ends = live.peek() ? [listen('reachability', onRounds), whenMissed(() => void load())] : [];
    return () => {
      abort.abort();
      ends.forEach((end) => end());
    };
  }, [from, to]);
  return { rounds: loaded.value.value ?? NONE, message: message(loaded.value), loaded: loaded.value };
}

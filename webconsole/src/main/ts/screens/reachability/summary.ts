import type { Round } from '../../api/telemetry';

/** The rounds of one target as one line of the list. */
export interface TargetSummary {
  readonly id: string;
  readonly target: string;
  readonly probe: string;
  readonly host: string;
  readonly source: string;
  readonly latest: Round;
  /** The latest first. */
  readonly rounds: readonly Round[];
  /** Share of packets, or of rounds, without an answer, over all rounds. */
  readonly loss: number;
  /** Median of the answered rounds in milliseconds; null if none was answered. */
  readonly medianMillis: number | null;
}

/** The share of a round that had no answer: packets of a ping, otherwise all or nothing. */
export function lossOf({ result, successful }: Round): number {
  const { successes, failures } = result;
  if (typeof successes === 'number' && typeof failures === 'number' && successes + failures > 0) return failures / (successes + failures);
  return successful ? 0 : 1;
}

/** The class that colours a share of loss. */
export function toneOf(loss: number): string {
  if (loss === 0) return 'loss-none';
  if (loss < 0.2) return 'loss-some';
  return loss < 1 ? 'loss-much' : 'loss-all';
}

/** What became of a round: an answer may come and still not be the one that was expected. */
export function verdictOf({ successful, responseMillis }: Round): 'answers' | 'wrong' | 'none' {
  if (successful) return 'answers';
  return responseMillis === null || responseMillis === undefined ? 'none' : 'wrong';
}

/** How many targets answer, in words: 4 of 7 answer, 2 do not, 1 answers wrongly. */
export function answering(targets: readonly TargetSummary[]): string {
  const none = targets.filter(({ latest }) => verdictOf(latest) === 'none').length;
  const wrong = targets.filter(({ latest }) => verdictOf(latest) === 'wrong').length;
  const rest = [none > 0 ? `${none} ${none === 1 ? 'does' : 'do'} not` : '', wrong > 0 ? `${wrong} ${wrong === 1 ? 'answers' : 'answer'} wrongly` : ''].filter(Boolean);
  return [`${targets.length - none - wrong} of ${targets.length} answer`, ...rest].join(', ');
}

/** A value below which this share of the ascending values lies, interpolated; null without values. */
export function quantile(ascending: readonly number[], share: number): number | null {
  if (ascending.length === 0) return null;
  const place = share * (ascending.length - 1);
  const low = ascending[Math.floor(place)] ?? 0;
  const high = ascending[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/** The response times within a round, ascending. */
export function latencies({ result, responseMillis }: Round): number[] {
  const many = result.latenciesMillis;
  if (many && many.length > 0) return [...many].sort((a, b) => a - b);
  return responseMillis === null || responseMillis === undefined ? [] : [responseMillis];
}

/** Identifies a target as one host probes it. */
export function identity({ host, source, probe, target }: Round): string {
  return `${probe}:${target}@${host}/${source}`;
}

/** By code units: enough for RFC 3339 times and host names, and much faster than by the rules of a language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function summary(id: string, rounds: readonly Round[]): TargetSummary {
  const latest = rounds[0] as Round;
  const answered = rounds.flatMap(({ responseMillis }) => (responseMillis === null ? [] : [responseMillis])).sort((a, b) => a - b);
  const loss = rounds.reduce((sum, round) => sum + lossOf(round), 0) / rounds.length;
  const { target, probe, host, source } = latest;
  return { id, target, probe, host, source, latest, rounds, loss, medianMillis: quantile(answered, 0.5) };
}

/** One line for each target; the unreachable first, then by loss and name. */
export function summarise(rounds: readonly Round[]): TargetSummary[] {
  const groups = new Map<string, Round[]>();
  for (const round of rounds) {
    const id = identity(round);
    const group = groups.get(id);
    if (group) group.push(round);
    else groups.set(id, [round]);
  }
  return [...groups]
    .map(([id, group]) => summary(id, group.sort((a, b) => compare(b.time, a.time))))
    .sort((a, b) => Number(a.latest.successful) - Number(b.latest.successful) || b.loss - a.loss || compare(a.target, b.target));
}

import type { Round } from '../../api/telemetry';
import { millis, percent } from '../../format/units';
import { clock } from '../../format/clock';
import { lossOf, toneOf } from './summary';

const HEIGHT = 18;
const STEP = 4;

/** The latest rounds, the newest at the right: height is the response time, colour the loss; nothing answered is a full bar. */
export function RoundStrip({ rounds, count }: { rounds: readonly Round[]; count: number }) {
  const shown = rounds.slice(0, count).reverse();
  const top = Math.max(1e-9, ...shown.map(({ responseMillis }) => responseMillis ?? 0));
  const lost = shown.filter((round) => !round.successful).length;
  const label = `${shown.length} rounds, ${lost} without an answer, slowest ${millis(top)}`;
  return (
    <svg class="strip-chart" width={count * STEP} height={HEIGHT} role="img" aria-label={label}>
      {shown.map((round, index) => {
        const loss = lossOf(round);
        const height = round.responseMillis === null ? HEIGHT : Math.max(2, (round.responseMillis / top) * (HEIGHT - 2));
        return (
          <rect key={round.time} class={toneOf(loss)} x={(count - shown.length + index) * STEP} y={HEIGHT - height} width={STEP - 1} height={height}>
            <title>{`${clock(Date.parse(round.time))} ${round.responseMillis === null ? (round.error ?? 'no answer') : millis(round.responseMillis)}, ${percent(loss)} lost`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

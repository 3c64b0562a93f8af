import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Round } from '../../api/telemetry';
import { span } from '../../app/time';
import { clock } from '../../format/clock';
import { millis, NONE, percent } from '../../format/units';
import { bandsOf, scale, ticks, timeTicks, type Band } from './band-layout';
import { toneOf } from './summary';

const HEIGHT = 260;
const LEFT = 56;
const BOTTOM = 24;
const TOP = 8;
/** Least room for the label of a time. */
const TICK_WIDTH = 72;

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    setWidth(box.clientWidth);
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

function describe(band: Band): string {
  if (band.median === null) return `${clock(band.millis)}: no answer. ${band.error ?? ''}`;
  return `${clock(band.millis)}: median ${millis(band.median)}, half between ${millis(band.low ?? 0)} and ${millis(band.high ?? 0)}, all between ${millis(band.min ?? 0)} and ${millis(band.max ?? 0)}, ${percent(band.loss)} lost`;
}

function Shape({ band, x, width, y }: { band: Band; x: number; width: number; y: (value: number) => number }) {
  const bottom = HEIGHT - BOTTOM;
  if (band.median === null) return <rect class="loss-all band-lost" x={x} y={TOP} width={width} height={bottom - TOP} />;
  const box = (from: number, to: number, name: string) => <rect class={name} x={x} y={y(to)} width={width} height={Math.max(1, y(from) - y(to))} />;
  return (
    <>
      {box(band.min ?? band.median, band.max ?? band.median, 'band-outer')}
      {box(band.low ?? band.median, band.high ?? band.median, 'band-inner')}
      <rect class={toneOf(band.loss)} x={x} y={y(band.median) - 1} width={width} height={2.5} />
    </>
  );
}

/** Latency over time as bands: everything, the middle half, and the median coloured by loss. */
export function LatencyBands({ rounds, target }: { rounds: readonly Round[]; target: string }) {
  const { element, width } = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const columns = Math.max(20, Math.floor((width - LEFT) / 6));
  const bands = bandsOf(rounds, span.value, columns);
  const { from, to } = span.value;
  const highest = Math.max(...bands.map(({ max }) => max ?? 0));
  const top = highest === 0 ? 1 : Math.max(highest, 0.001) * 1.1;
  const y = scale(0, top, HEIGHT - BOTTOM, TOP);
  const x = scale(from, to, LEFT, width);
  const step = Math.max(2, (width - LEFT) / columns - 1);
  const band = at === null ? bands.at(-1) : bands[Math.min(at, bands.length - 1)];
  const move = (by: number) => setAt(Math.max(0, Math.min(bands.length - 1, (at ?? bands.length - 1) + by)));
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(by);
  };
  const onPointer = (event: PointerEvent) => {
    const offset = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
    let best = 0;
    bands.forEach((one, index) => {
      if (Math.abs(x(one.millis) - offset) < Math.abs(x(bands[best]?.millis ?? 0) - offset)) best = index;
    });
    setAt(best);
  };
  return (
    <div ref={element} class="bands" tabIndex={0} role="slider" aria-label={`Latency of ${target} over time`} aria-valuemin={0} aria-valuemax={Math.max(0, bands.length - 1)}
      aria-valuenow={at ?? Math.max(0, bands.length - 1)} aria-valuetext={band ? describe(band) : 'no rounds'} onKeyDown={onKey}>
      <svg width={width} height={HEIGHT} aria-hidden="true" onPointerMove={onPointer} onPointerLeave={() => setAt(null)}>
        {ticks(top).map((value) => (
          <g key={value}>
            <line class="grid-line" x1={LEFT} x2={width} y1={y(value)} y2={y(value)} />
            <text class="axis" x={LEFT - 8} y={y(value) + 4} text-anchor="end">{millis(value)}</text>
          </g>
        ))}
        {bands.map((one) => <Shape key={one.millis} band={one} x={x(one.millis) - step} width={step} y={y} />)}
        {timeTicks(from, to, (width - LEFT) / TICK_WIDTH).map(({ millis: at, text }) => (
          <text key={at} class="axis" x={x(at)} y={HEIGHT - 6} text-anchor="middle">{text}</text>
        ))}
        {at !== null && band && <line class="cursor-line" x1={x(band.millis) - step / 2} x2={x(band.millis) - step / 2} y1={TOP} y2={HEIGHT - BOTTOM} />}
      </svg>
      <p class="band-text">{band ? describe(band) : NONE}</p>
    </div>
  );
}

import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { here, parameter, go } from '../app/route';
import { live, span as shownSpan, zoom } from '../app/time';
import { colours } from '../app/theme';
import { clock } from '../format/clock';
import { exact, inUnit } from '../format/units';
import { align, type Columns } from '../live/series';
import { Icon } from '../parts/icon';
import { ChartTable } from './chart-table';
import type { Line } from './lines';
import type { Marker } from './markers';
import { plot } from './plot';

export interface ChartProps {
  /** Identifies the chart in the address. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly stepSeconds: number;
  readonly height?: number;
  readonly atLeast?: number;
  readonly markers?: readonly Marker[];
  /** Said beside the title. */
  readonly note?: string;
  /** What is shown of the time, in milliseconds; without it what the page shows. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Said instead of the plot while there is nothing to draw. */
  readonly empty: string;
}

/** Columns of all charts' cursors: the time under the pointer, in seconds; null if there is none. */
const pointed = signal<number | null>(null);

/** The plot that the pointer or the keys are at; the others follow it. */
let leader: HTMLElement | null = null;

function nearest(times: readonly number[], seconds: number): number | null {
  if (times.length === 0) return null;
  let best = 0;
  times.forEach((time, index) => {
    if (Math.abs(time - seconds) < Math.abs((times[best] ?? 0) - seconds)) best = index;
  });
  return best;
}

function lastValue(column: Columns['values'][number] | undefined): number | undefined {
  for (let index = (column?.length ?? 0) - 1; index >= 0; index -= 1) {
    const value = column?.[index];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}

function Legend({ columns, lines, unit, index }: { columns: Columns; lines: readonly Line[]; unit: string; index: number | null }) {
  return (
    <ul class="legend">
      {lines.map(({ label, colour }, place) => {
        const column = columns.values[place];
        const value = index === null ? lastValue(column) : (column?.[index] ?? undefined);
        return (
          <li key={label} title={`${label}: ${exact(value, unit)}`}>
            <span class="swatch" style={{ background: `var(${colour})` }} aria-hidden="true" />
            <span class="label">{label}</span> <b>{inUnit(value, unit)}</b>
          </li>
        );
      })}
    </ul>
  );
}

/** Puts the cursor at a time, as far as it is in the window. */
function point(chart: uPlot | undefined, seconds: number): void {
  chart?.setCursor({ left: Math.max(0, chart.valToPos(seconds, 'x')), top: 10 });
}

/** The pointer or the focus went away. */
function release(element: HTMLElement | null): void {
  if (leader !== element) return;
  leader = null;
  pointed.value = null;
}

/** Moves the cursor by keys; enter and the arrows work as with a slider. What lies before the window cannot be pointed at. */
function onKey(event: KeyboardEvent, chart: uPlot | undefined, times: readonly number[], index: number | null): void {
  const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || !chart || times.length === 0) return;
  event.preventDefault();
  const start = chart.scales['x']?.min ?? 0;
  const first = Math.max(0, times.findIndex((time) => time >= start));
  const next = Math.max(first, Math.min(times.length - 1, (index ?? times.length - 1) + step));
  point(chart, times[next] ?? 0);
}

/** Lines over time with linked cursors, drag to zoom, keys, touch, and the same values as a table. */
export function Chart(props: ChartProps) {
  const { id, title, unit, lines, stepSeconds, height = 132, atLeast = 0, markers = [], note, empty } = props;
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const latestMarkers = useRef(markers);
  latestMarkers.current = markers;
  const [focused, setFocused] = useState(false);
  const columns = align(lines, stepSeconds);
  const shape = `${unit} ${lines.map(({ label, colour }) => label + colour).join()} ${height} ${atLeast}`;
  const { from, to } = props.window ?? shownSpan.value;
  const asTable = parameter('table') === id;
  const hasData = columns.times.length > 0;

  useEffect(() => {
    const box = element.current;
    if (!box || asTable || !hasData) return undefined;
    const data = [columns.times, ...columns.values] as uPlot.AlignedData;
    const made = plot(
      box,
      {
        unit,
        lines,
        height,
        atLeast,
        width: box.clientWidth,
        markers: () => latestMarkers.current,
        onCursor: (index) => {
          // Drawing anew takes the cursor away for a moment; it is gone when the pointer or the focus is.
          if (leader === box && index !== null) pointed.value = made.data[0][index] ?? null;
        },
        onZoom: (start, end) => !props.window && zoom({ from: start * 1000, to: end * 1000 }),
      },
      data,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height }));
    observer.observe(box);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [shape, asTable, hasData]);

  useEffect(() => {
    chart.current?.batch(() => {
      chart.current?.setData([columns.times, ...columns.values] as uPlot.AlignedData, false);
      chart.current?.setScale('x', { min: from / 1000, max: to / 1000 });
    });
    if (leader === element.current && pointed.peek() !== null && chart.current?.cursor.idx == null) point(chart.current, pointed.peek() ?? 0);
  });
  const drawnColours = colours.value;
  useEffect(() => chart.current?.redraw(false, true), [drawnColours]);

  const index = pointed.value === null ? null : nearest(columns.times, pointed.value);
  const at = index === null ? undefined : columns.times[index];
  const spoken = lines
    .map(({ label }, place) => `${label} ${inUnit(index === null ? lastValue(columns.values[place]) : columns.values[place]?.[index], unit)}`)
    .join(', ');
  return (
    <figure class="tile chart">
      <figcaption class="tile-head">
        <h2>{title}</h2>
        {at !== undefined ? <span class="at">{clock(at * 1000)}</span> : note && <span class="quiet">{note}</span>}
        <Legend columns={columns} lines={lines} unit={unit} index={index} />
        <button type="button" class="ghost" aria-pressed={asTable} title={asTable ? 'Show as chart' : 'Show as table'}
          onClick={() => go(here({ table: asTable ? '' : id }), true)}>
          <Icon name={asTable ? 'chart' : 'table'} label={`${title}: ${asTable ? 'show as chart' : 'show as table'}`} />
        </button>
      </figcaption>
      {asTable ? (
        <ChartTable columns={columns} lines={lines} unit={unit} title={title} />
      ) : hasData ? (
        <div class={`plot ${focused ? 'is-focused' : ''}`} style={{ height: `${height}px` }} ref={element} role="slider" tabIndex={0}
          aria-label={`${title} over time`} aria-valuemin={0} aria-valuemax={columns.times.length - 1}
          aria-valuenow={index ?? columns.times.length - 1} aria-valuetext={`${at ? clock(at * 1000) : 'latest'}: ${spoken}`}
          onPointerEnter={() => (leader = element.current)} onPointerLeave={(event) => event.pointerType === 'mouse' && release(element.current)}
          onFocus={() => { leader = element.current; setFocused(true); }} onBlur={() => { release(element.current); setFocused(false); }}
          onKeyDown={(event) => onKey(event, chart.current, columns.times, index)} />
      ) : (
        <p class="plot-empty" style={{ height: `${height}px` }}>{empty}{live.value || props.window ? '' : ' Choose another time.'}</p>
      )}
    </figure>
  );
}

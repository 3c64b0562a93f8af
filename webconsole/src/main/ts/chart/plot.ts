import uPlot from 'uplot';
import { colour } from '../app/theme';
import { clock, day } from '../format/clock';
import { inUnit } from '../format/units';
import { markers, type Marker } from './markers';
import { touch } from './touch';

/** What a plot is made of; lines are drawn in this order. */
export interface PlotOptions {
  readonly unit: string;
  readonly lines: readonly { readonly label: string; readonly colour: string; readonly fill?: boolean }[];
  readonly width: number;
  readonly height: number;
  /** Highest value that the axis shows at least; a share of one shows to 1 only when asked. */
  readonly atLeast: number;
  readonly markers: () => readonly Marker[];
  readonly onCursor: (index: number | null) => void;
  readonly onZoom: (fromSeconds: number, toSeconds: number) => void;
}

const SYNC = 'time';
const LEAST_LEFT_PIXELS = 20;
const TALL_PIXELS = 200;
const FONT = '11px system-ui, sans-serif';

function tickLabels(chart: uPlot, splits: number[], __: number, ___: number, increment: number): string[] {
  return splits.map((seconds, index) => {
    const millis = seconds * 1000;
    // Where the two axes meet the label would run into that of the other one.
    if (chart.valToPos(seconds, 'x') < LEAST_LEFT_PIXELS) return '';
    if (increment >= 86_400) return day(millis).slice(5);
    const text = increment >= 60 ? clock(millis).slice(0, 5) : clock(millis);
    return index === 0 || clock(millis) !== '00:00:00' ? text : day(millis).slice(5);
  });
}

function axes(unit: string, height: number): uPlot.Axis[] {
  const line = { stroke: () => colour('--grid'), width: 1 };
  const common = { stroke: () => colour('--text-3'), font: FONT, grid: line, ticks: { show: false } };
  return [
    { ...common, grid: { show: false }, size: 22, gap: 4, space: 76, values: tickLabels },
    { ...common, size: 62, gap: 6, space: height < TALL_PIXELS ? 24 : 40, values: (_, splits) => splits.map((value) => inUnit(value, unit)) },
  ];
}

function upper(atLeast: number) {
  return (_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax => {
    const top = Math.max(high ?? 0, atLeast);
    const bottom = Math.min(0, low ?? 0);
    return [bottom, top === 0 ? 1 : high !== null && high >= top ? top * 1.08 : top];
  };
}

function lineOf({ label, colour: name, fill }: PlotOptions['lines'][number]): uPlot.Series {
  return {
    label,
    stroke: () => colour(name),
    width: 1.5,
    points: { show: false },
    ...(fill ? { fill: () => `${colour(name)}22` } : {}),
  };
}

/** Draws lines over time: linked cursors, drag to zoom, double click is left to the page. */
export function plot(element: HTMLElement, options: PlotOptions, data: uPlot.AlignedData): uPlot {
  return new uPlot(
    {
      width: options.width,
      height: options.height,
      padding: [8, 14, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: SYNC, setSeries: false },
        drag: { x: true, y: false, setScale: false, dist: 6 },
        points: { size: 7, width: 0, fill: (u, index) => String((u.series[index]?.stroke as () => string)?.() ?? '') },
        y: false,
      },
      scales: { x: { time: true, auto: false }, y: { range: upper(options.atLeast) } },
      axes: axes(options.unit, options.height),
      series: [{}, ...options.lines.map(lineOf)],
      hooks: {
        setCursor: [(u) => options.onCursor(u.cursor.idx ?? null)],
        setSelect: [
          (u) => {
            const { left, width } = u.select;
            if (width < 6) return;
            options.onZoom(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
      plugins: [markers(options.markers), touch()],
    },
    data,
    element,
  );
}

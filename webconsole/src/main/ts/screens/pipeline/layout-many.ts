import type { Component, Pipeline } from '../../api/pipeline';
import { column, edgeOf, edgeWidth, type Edge, type Graph, type Node, type RowSize } from './layout';

const ROW: RowSize = { height: 24, gap: 4 };
const GUTTER = 24;
const BOX = 176;
const JOURNAL = 104;
const TOP = 8;
/** Fewer rows are not worth another column. */
const LEAST_ROWS = 12;

function columnsOf(count: number, room: number): number {
  return Math.max(1, Math.min(Math.floor(room / (BOX + GUTTER)), Math.ceil(count / LEAST_ROWS)));
}

function rateOf(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { component }) => sum + (component?.eventsPerSecond ?? 0), 0);
}

/** From a box to the line that its column shares. */
function twig({ component, x, y, width, height }: Node): Edge {
  const rate = component?.eventsPerSecond ?? 0;
  const path = `M${x + width} ${y + height / 2}h${GUTTER / 2}`;
  return { id: `${component?.type} ${component?.name}`, path, rate, width: Math.min(4, edgeWidth(rate)), ...(component ? { component } : {}) };
}

/** The line that a column shares, down to the rail that leads to the journal. */
function trunk(nodes: readonly Node[], index: number, rail: number, carried: number, end: number): Edge[] {
  const [first] = nodes;
  if (!first) return [];
  const x = first.x + first.width + GUTTER / 2;
  const rate = rateOf(nodes);
  return [
    { id: `trunk ${index}`, path: `M${x} ${first.y + ROW.height / 2}V${rail}`, rate, width: edgeWidth(rate) },
    { id: `rail ${index}`, path: `M${x} ${rail}H${end}`, rate: carried, width: edgeWidth(carried) },
  ];
}

function sourceColumns(sources: readonly Component[], width: number): Node[][] {
  const count = columnsOf(sources.length, width);
  const rows = Math.ceil(sources.length / count);
  const box = Math.min(280, width / count - GUTTER);
  return Array.from({ length: count }, (_, index) => column(sources.slice(index * rows, (index + 1) * rows), index * (box + GUTTER), box, ROW, TOP));
}

/** One line for each source, in columns whose lines run together; the journal and the sinks stay in sight at the right. */
export function layoutMany({ sources, sinks }: Pick<Pipeline, 'sources' | 'sinks'>, width: number): Graph {
  const sinkBox = Math.min(220, width / 4);
  const room = width - sinkBox - JOURNAL - 2 * GUTTER;
  const columns = sourceColumns(sources, room);
  const rows = Math.max(columns[0]?.length ?? 0, sinks.length, 4);
  const total = rows * (ROW.height + ROW.gap);
  const rail = TOP + total + 4;
  const journal: Node = { id: 'journal', x: room + GUTTER, y: TOP, width: JOURNAL, height: total + 12 };
  const right = column(sinks, width - sinkBox, sinkBox, ROW, TOP);
  const rails = columns.flatMap((nodes, index) => trunk(nodes, index, rail, rateOf(columns.slice(0, index + 1).flat()), columnEnd(columns, index, journal)));
  const edges = [...rails, ...columns.flat().map(twig), ...right.map((node) => edgeOf(node, journal))];
  return { width, height: total + 28, nodes: [...columns.flat(), journal, ...right], edges, compact: true };
}

/** Where the rail of a column ends: at the trunk of the next one, at last at the journal. */
function columnEnd(columns: readonly Node[][], index: number, journal: Node): number {
  const next = columns[index + 1]?.[0];
  return next ? next.x + next.width + GUTTER / 2 : journal.x;
}

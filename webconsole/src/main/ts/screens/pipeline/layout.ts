import type { Component, Pipeline } from '../../api/pipeline';
import { layoutMany } from './layout-many';

/** A box of the graph. */
export interface Node {
  /** `source:NAME`, `sink:NAME` or `journal`. */
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly component?: Component;
}

/** A line from a source towards the journal, or from there to a sink. */
export interface Edge {
  readonly id: string;
  readonly path: string;
  /** Pixels, by the rate. */
  readonly width: number;
  readonly rate: number;
  /** What it leads to or from; none for a line that several share. */
  readonly component?: Component;
}

export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly compact: boolean;
}

/** Height of a row of boxes and the space below it. */
export interface RowSize {
  readonly height: number;
  readonly gap: number;
}

const WIDEST_BOX = 280;
const NARROW = 560;
/** From this many in a column on, boxes shrink to one line and stand in several columns. */
const MANY = 14;
const ROW: RowSize = { height: 48, gap: 12 };

/** Wider lines carry more: a tenth of an event a second is a hair, ten thousand are a broad band. */
export function edgeWidth(eventsPerSecond: number): number {
  return eventsPerSecond <= 0 ? 1 : Math.min(8, 1.5 + Math.max(0, Math.log10(eventsPerSecond * 10)) * 1.2);
}

/** Boxes below each other. */
export function column(components: readonly Component[], x: number, width: number, row: RowSize, top: number): Node[] {
  return components.map((component, index) => ({
    id: `${component.type}:${component.name}`,
    x,
    y: top + index * (row.height + row.gap),
    width,
    height: row.height,
    component,
  }));
}

/** A bent line between two points. */
export function curve(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/** The line between a box and the journal beside it; it meets the journal where the box is, as far as that goes. */
export function edgeOf({ component, x, y, width, height }: Node, journal: Node): Edge {
  const middle = y + height / 2;
  const inside = Math.max(journal.y + 12, Math.min(journal.y + journal.height - 12, middle));
  const isSource = component?.type === 'source';
  const path = isSource ? curve(x + width, middle, journal.x, inside) : curve(journal.x + journal.width, inside, x, middle);
  const rate = component?.eventsPerSecond ?? 0;
  return { id: `${component?.type} ${component?.name}`, path, rate, width: edgeWidth(rate), ...(component ? { component } : {}) };
}

function layoutFew({ sources, sinks }: Pick<Pipeline, 'sources' | 'sinks'>, width: number): Graph {
  const size = (count: number) => count * (ROW.height + ROW.gap) - ROW.gap;
  const total = Math.max(108, size(Math.max(sources.length, sinks.length)));
  const journalWidth = width < NARROW ? 76 : 132;
  const box = Math.min(WIDEST_BOX, (width - journalWidth) / 2 - (width < NARROW ? 16 : 40));
  const journal: Node = { id: 'journal', x: (width - journalWidth) / 2, y: 8, width: journalWidth, height: total };
  const left = column(sources, 0, box, ROW, 8 + (total - size(sources.length)) / 2);
  const right = column(sinks, width - box, box, ROW, 8 + (total - size(sinks.length)) / 2);
  const edges = [...left, ...right].map((node) => edgeOf(node, journal));
  return { width, height: total + 16, nodes: [...left, journal, ...right], edges, compact: false };
}

/** Sources at the left, the journal between, sinks at the right. */
export function layout(pipeline: Pick<Pipeline, 'sources' | 'sinks'>, width: number): Graph {
  const many = Math.max(pipeline.sources.length, pipeline.sinks.length) > MANY;
  return many ? layoutMany(pipeline, width) : layoutFew(pipeline, width);
}

import type { Component, Pipeline } from '../../api/types';

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

/** A line from a source to the journal, or from there to a sink. */
export interface Edge {
  readonly id: string;
  readonly path: string;
  /** Pixels, by the rate. */
  readonly width: number;
  readonly rate: number;
  /** The names that it connects, so that a chosen node can light its lines. */
  readonly component: string;
}

export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly compact: boolean;
}

const WIDEST_BOX = 280;
const JOURNAL_WIDTH = 132;
const MANY = 14;

/** Wider lines carry more: a tenth of an event a second is a hair, ten thousand are a broad band. */
export function edgeWidth(eventsPerSecond: number): number {
  return eventsPerSecond <= 0 ? 1 : Math.min(8, 1.5 + Math.max(0, Math.log10(eventsPerSecond * 10)) * 1.2);
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function column(components: readonly Component[], x: number, width: number, row: { height: number; gap: number }, total: number): Node[] {
  const used = components.length * (row.height + row.gap) - row.gap;
  const top = Math.max(0, (total - used) / 2) + 8;
  return components.map((component, index) => ({
    id: `${component.type}:${component.name}`,
    x,
    y: top + index * (row.height + row.gap),
    width,
    height: row.height,
    component,
  }));
}

function edge(node: Node, journal: Node): Edge {
  const { component } = node;
  const y = node.y + node.height / 2;
  const isSource = component?.type === 'source';
  const share = isSource ? node.y / Math.max(1, journal.height) : y / Math.max(1, journal.height);
  const inside = journal.y + 12 + Math.min(1, share) * Math.max(0, journal.height - 24);
  const path = isSource ? curve(node.x + node.width, y, journal.x, inside) : curve(journal.x + journal.width, inside, node.x, y);
  const rate = component?.eventsPerSecond ?? 0;
  return { id: `edge ${node.id}`, path, rate, width: edgeWidth(rate), component: component?.name ?? '' };
}

/** Sources at the left, the journal between, sinks at the right; boxes shrink to one line when there are many. */
export function layout({ sources, sinks }: Pick<Pipeline, 'sources' | 'sinks'>, width: number): Graph {
  const most = Math.max(sources.length, sinks.length, 1);
  const compact = most > MANY;
  const row = compact ? { height: 24, gap: 4 } : { height: 48, gap: 12 };
  const total = Math.max(96, most * (row.height + row.gap) - row.gap);
  const box = Math.min(WIDEST_BOX, Math.max(96, (width - JOURNAL_WIDTH) / 2 - 40));
  const journal: Node = { id: 'journal', x: (width - JOURNAL_WIDTH) / 2, y: 8, width: JOURNAL_WIDTH, height: total };
  const left = column(sources, 0, box, row, total);
  const right = column(sinks, width - box, box, row, total);
  const edges = [...left, ...right].map((node) => edge(node, journal));
  return { width, height: total + 16, nodes: [...left, journal, ...right], edges, compact };
}

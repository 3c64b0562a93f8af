import { useEffect, useRef, useState } from 'preact/hooks';
import type { Component, Pipeline } from '../../api/pipeline';
import { here, parameter } from '../../app/route';
import { inUnit, perSecond } from '../../format/units';
import { iconPath } from '../../parts/icon';
import { lookOf } from '../../parts/state';
import { layout, type Edge, type Graph, type Node } from './layout';

/** Of the widest of the usual fonts. */
const CHARACTER_PIXELS = 7.8;

/** What fits: names differ at their end, so the start gives way. */
function fit(text: string, width: number): string {
  const room = Math.floor(width / CHARACTER_PIXELS);
  return text.length <= room ? text : `…${text.slice(text.length - Math.max(1, room - 1)).replace(/^[.~:-]/, '')}`;
}

function fitStart(text: string, width: number): string {
  const room = Math.floor(width / CHARACTER_PIXELS);
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

function secondLine({ type, backlog, state }: Component, rate: string, word: string): string {
  const waiting = type === 'sink' && backlog > 0 ? [`${inUnit(backlog, '1')} waiting`] : [];
  return [rate, ...waiting, ...(state === 'active' ? [] : [word.toLowerCase()])].join(' · ');
}

function linked(component: Component, chosen: string): boolean {
  const [type, ...rest] = chosen.split(':');
  const name = rest.join(':');
  return (component.type === type && component.name === name) || (component.type !== type && component.routedTo.includes(name));
}

function Box({ node, chosen, compact }: { node: Node; chosen: string; compact: boolean }) {
  const { component, x, y, width, height, id } = node;
  if (!component) return null;
  const { icon, tone, word } = lookOf(component.state);
  const dim = chosen !== '' && !linked(component, chosen);
  const rate = perSecond(component.eventsPerSecond);
  const middle = compact ? height / 2 + 4 : 20;
  const label = `${component.type} ${component.name}, ${word}${component.reason ? `: ${component.reason}` : ''}, ${rate}`;
  return (
    <a href={here({ show: chosen === id ? '' : id })} aria-label={label} class={`node tone-${tone} ${chosen === id ? 'is-selected' : ''} ${dim ? 'is-dim' : ''}`} data-row>
      <title>{label}</title>
      <g transform={`translate(${x} ${y})`}>
        <rect class="node-box" width={width} height={height} rx="4" />
        <rect class="node-edge" x={component.type === 'source' ? width - 3 : 0} width="3" height={height} />
        <svg x="10" y={middle - 11} width="14" height="14" viewBox="0 0 16 16" class="icon"><path d={iconPath(icon)} /></svg>
        <text class="node-name" x="30" y={middle}>{fit(component.name, width - (compact ? 92 : 40))}</text>
        {compact ? <text class="node-rate" x={width - 10} y={middle} text-anchor="end">{rate}</text> : (
          <text class="node-rate" x="30" y="38">{fitStart(secondLine(component, rate, word), width - 40)}</text>
        )}
      </g>
    </a>
  );
}

function JournalBox({ node: { x, y, width, height }, pipeline: { journal } }: { node: Node; pipeline: Pipeline }) {
  const share = journal.maxBytes > 0 ? journal.bytes / journal.maxBytes : 0;
  const full = Math.min(height - 2, share * (height - 2));
  return (
    <g transform={`translate(${x} ${y})`} class="journal" role="img" aria-label={`Journal, ${inUnit(journal.bytes, 'By')} of ${inUnit(journal.maxBytes, 'By')}, ${journal.state}`}>
      <rect class="node-box" width={width} height={height} rx="4" />
      <rect class="journal-fill" x="1" y={height - 1 - full} width={width - 2} height={full} rx="3" />
      <text class="node-name" x={width / 2} y={Math.min(height / 2, 160) - 12} text-anchor="middle">Journal</text>
      <text class="node-rate" x={width / 2} y={Math.min(height / 2, 160) + 6} text-anchor="middle">{inUnit(journal.bytes, 'By')}</text>
      <text class="node-rate" x={width / 2} y={Math.min(height / 2, 160) + 22} text-anchor="middle">of {inUnit(journal.maxBytes, 'By')}</text>
    </g>
  );
}

function EdgeLine({ edge, graph, chosen }: { edge: Edge; graph: Graph; chosen: string }) {
  const lit = chosen === '' || edge.component === undefined || linked(edge.component, chosen);
  return (
    <g class={`edge ${lit ? '' : 'is-dim'} ${edge.rate > 0 ? 'is-moving' : ''}`}>
      <path d={edge.path} stroke-width={edge.width} />
      {edge.rate > 0 && lit && !graph.compact && <path class="flow" d={edge.path} style={{ animationDuration: `${Math.max(0.6, 3 - Math.log10(edge.rate + 1))}s` }} />}
    </g>
  );
}

/** What moves from where to where; the table beside it has the same. */
export function PipelineGraph({ pipeline }: { pipeline: Pipeline }) {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const chosen = parameter('show');
  const graph = layout(pipeline, Math.max(width, 320));
  const journal = graph.nodes.find(({ id }) => id === 'journal');
  return (
    <div ref={element} class="graph">
      {width > 0 && (
        <svg width={graph.width} height={graph.height} role="group" aria-label="Sources, journal and sinks">
          {graph.edges.map((edge) => <EdgeLine key={edge.id} edge={edge} graph={graph} chosen={chosen} />)}
          {journal && <JournalBox node={journal} pipeline={pipeline} />}
          {graph.nodes.map((node) => <Box key={node.id} node={node} chosen={chosen} compact={graph.compact} />)}
        </svg>
      )}
    </div>
  );
}

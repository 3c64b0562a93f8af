import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LogLine } from '../../api/telemetry';
import { clockMillis } from '../../format/clock';
import { lineKey, rankOf } from './buffer';
import type { Tail } from './tail';

export const ROW_PIXELS = 22;
const OVERSCAN = 12;
const NEAR_END_PIXELS = 40;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

function Row({ line, top, selected, onSelect, text }: { line: LogLine; top: number; selected: boolean; onSelect: () => void; text: string }) {
  const level = LEVELS[rankOf(line.severity)] ?? 'none';
  return (
    <div role="row" data-row tabIndex={-1} class={`log-row severity-${level} ${selected ? 'is-chosen' : ''}`} style={{ transform: `translateY(${top}px)` }}
      onClick={onSelect} onKeyDown={(event) => event.key === 'Enter' && onSelect()}>
      <span role="cell" class="log-time" title={line.time}>{clockMillis(Date.parse(line.time))}</span>
      <span role="cell" class="log-severity">{level === 'none' ? '–' : level}</span>
      <span role="cell" class="log-source" title={`${line.source} on ${line.host}`}>{line.source.replace(/^collector\.logs~/, '')}</span>
      <span role="cell" class="log-body"><Marked body={line.body} text={text} /></span>
    </div>
  );
}

/** The body with what was searched for marked. */
function Marked({ body, text }: { body: string; text: string }) {
  const at = text ? body.toLowerCase().indexOf(text.toLowerCase()) : -1;
  if (at < 0) return <>{body}</>;
  return <>{body.slice(0, at)}<mark>{body.slice(at, at + text.length)}</mark>{body.slice(at + text.length)}</>;
}

export interface LogListProps {
  readonly tail: Tail;
  readonly text: string;
  readonly selected: string;
  readonly onSelect: (line: LogLine) => void;
  /** Called when the reader leaves the newest line, and when the reader is back there. */
  readonly onFollow: (following: boolean) => void;
  readonly following: boolean;
  readonly loadOlder: () => void;
}

/** Any number of lines of equal height, of which only the visible ones are in the page. */
export function LogList({ tail, text, selected, onSelect, onFollow, following, loadOlder }: LogListProps) {
  const element = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const { lines } = tail.buffer;
  const { version, before } = tail.change.value;

  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    if (following) box.scrollTop = box.scrollHeight;
    else if (before !== 0) box.scrollTop += before * ROW_PIXELS;
  }, [version, following]);

  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => setView({ top: box.scrollTop, height: box.clientHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const box = element.current;
    if (!box) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PIXELS;
    if (atEnd !== following) onFollow(atEnd);
    if (box.scrollTop < 200 && tail.more) loadOlder();
    setView({ top: box.scrollTop, height: box.clientHeight });
  };

  const first = Math.max(0, Math.floor(view.top / ROW_PIXELS) - OVERSCAN);
  const last = Math.min(lines.length, Math.ceil((view.top + view.height) / ROW_PIXELS) + OVERSCAN);
  return (
    <div class="log-list" ref={element} onScroll={onScroll} role="table" aria-label="Log lines" aria-rowcount={lines.length} tabIndex={0}>
      <div class="log-space" role="rowgroup" style={{ height: `${lines.length * ROW_PIXELS}px` }}>
        {lines.slice(first, last).map((line, index) => {
          const key = lineKey(line);
          return <Row key={key} line={line} text={text} top={(first + index) * ROW_PIXELS} selected={key === selected} onSelect={() => onSelect(line)} />;
        })}
      </div>
    </div>
  );
}

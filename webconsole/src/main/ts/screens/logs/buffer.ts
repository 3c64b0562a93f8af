import type { LogLine } from '../../api/telemetry';

/** What lines are shown; empty means all. */
export interface LineFilter {
  readonly text: string;
  readonly source: string;
  readonly host: string;
  readonly severity: string;
}

export const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The place of a severity in the order of seriousness; one that is not known is the least. */
export function rankOf(severity: string): number {
  return SEVERITIES.indexOf(severity.toLowerCase() as (typeof SEVERITIES)[number]);
}

/** Whether a live line is one that the server would have found with this filter. */
export function fits(line: LogLine, { text, source, host, severity }: LineFilter): boolean {
  return (
    (source === '' || line.source === source) &&
    (host === '' || line.host === host) &&
    (severity === '' || rankOf(line.severity) >= rankOf(severity)) &&
    (text === '' || line.body.toLowerCase().includes(text.toLowerCase()))
  );
}

/** Identifies a line: its sequence number is unique within its stream. */
export function lineKey({ host, source, sequence, time }: LogLine): string {
  return `${host}\n${source}\n${sequence}\n${time}`;
}

/**
 * The lines that are shown, the oldest first, each once: older ones are put before, live ones after. While held, live
 * lines wait and are counted. Bounded: the oldest give way to live lines.
 */
export class LineBuffer {
  private shown: LogLine[] = [];
  private waiting: LogLine[] = [];
  private readonly keys = new Set<string>();
  private lostWaiting = 0;
  held = false;

  constructor(private readonly capacity: number) {}

  get lines(): readonly LogLine[] {
    return this.shown;
  }

  /** How many live lines came while held. */
  get waitingCount(): number {
    return this.waiting.length + this.lostWaiting;
  }

  clear(): void {
    this.shown = [];
    this.waiting = [];
    this.lostWaiting = 0;
    this.keys.clear();
  }

  private fresh(lines: readonly LogLine[]): LogLine[] {
    return lines.filter((line) => {
      const key = lineKey(line);
      if (this.keys.has(key)) return false;
      this.keys.add(key);
      return true;
    });
  }

  /** Puts stored lines, the oldest first, before what is shown; tells how many were new. */
  prepend(lines: readonly LogLine[]): number {
    const added = this.fresh(lines);
    this.shown = [...added, ...this.shown];
    return added.length;
  }

  /** Adds live lines at the end, or holds them; tells how many of the oldest gave way. */
  append(lines: readonly LogLine[]): number {
    const added = this.fresh(lines);
    if (!this.held) return this.extend(added);
    this.waiting.push(...added);
    const surplus = this.waiting.length - this.capacity;
    if (surplus > 0) {
      this.forget(this.waiting.splice(0, surplus));
      this.lostWaiting += surplus;
    }
    return 0;
  }

  /** Shows what waited; tells how many of the oldest gave way. */
  release(): number {
    this.held = false;
    const added = this.waiting;
    if (this.lostWaiting > 0) {
      this.forget(this.shown);
      this.shown = [];
    }
    this.waiting = [];
    this.lostWaiting = 0;
    return this.extend(added);
  }

  private extend(added: LogLine[]): number {
    if (added.length === 0) return 0;
    const all = this.shown.concat(added);
    const surplus = Math.max(0, all.length - this.capacity);
    this.forget(all.slice(0, surplus));
    this.shown = surplus > 0 ? all.slice(surplus) : all;
    return surplus;
  }

  private forget(lines: readonly LogLine[]): void {
    lines.forEach((line) => this.keys.delete(lineKey(line)));
  }
}

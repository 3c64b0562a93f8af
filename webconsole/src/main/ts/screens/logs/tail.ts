import { signal } from '@preact/signals';
import { get } from '../../api/client';
import { ApiProblem, asProblem } from '../../api/problem';
import type { LogLine, LogPage } from '../../api/telemetry';
import type { RangeText } from '../../time/range';
import { listen } from '../../live/stream';
import { fits, LineBuffer, type LineFilter } from './buffer';

const PAGE = 500;
const CAPACITY = 20_000;

/** What the list is told when lines were added. */
export interface Change {
  readonly version: number;
  /** Lines put before the first one, or taken away there if negative: the list moves with it. */
  readonly before: number;
}

/** Stored lines and live ones in one row: search is a filter on both. */
export class Tail {
  readonly change = signal<Change>({ version: 0, before: 0 });
  readonly loading = signal(false);
  readonly loadedOnce = signal(false);
  readonly problem = signal<ApiProblem | undefined>(undefined);
  readonly skipped = signal(0);
  readonly buffer = new LineBuffer(CAPACITY);

  private cursor: string | undefined;
  private abort = new AbortController();
  private end: () => void = () => undefined;

  /** Shows the lines of a filter and a range; live ones too if asked, held back while paused. */
  open(filter: LineFilter, range: RangeText, follow: boolean, held: boolean): void {
    this.close();
    this.abort = new AbortController();
    this.buffer.clear();
    this.buffer.held = held;
    this.skipped.value = 0;
    this.cursor = undefined;
    this.loadedOnce.value = false;
    void this.load(filter, range);
    if (follow) {
      this.end = listen<{ lines: readonly LogLine[]; skipped?: number }>('logs', ({ lines, skipped }) => {
        if (skipped) this.skipped.value += skipped;
        const fitting = lines.filter((line) => fits(line, filter));
        if (fitting.length > 0) this.tell(-this.buffer.append(fitting));
      });
    }
  }

  close(): void {
    this.end();
    this.end = () => undefined;
    this.abort.abort();
    this.loading.value = false;
  }

  /** Whether there are older lines to load. */
  get more(): boolean {
    return this.cursor !== undefined;
  }

  /** Loads the page before the oldest line; without effect while one is on its way. */
  async load(filter: LineFilter, { from, to }: RangeText): Promise<void> {
    if (this.loading.peek()) return;
    const { signal: aborted } = this.abort;
    this.loading.value = true;
    try {
      const { text, ...exact } = filter;
      const page = await get<LogPage>('logs', { query: text, ...exact, from, to, order: 'desc', limit: PAGE, cursor: this.cursor }, aborted);
      if (aborted.aborted) return;
      this.cursor = page.next;
      this.problem.value = undefined;
      this.tell(this.buffer.prepend([...page.lines].reverse()));
    } catch (failure) {
      if (!aborted.aborted) this.problem.value = asProblem(failure);
    }
    if (!aborted.aborted) {
      this.loading.value = false;
      this.loadedOnce.value = true;
    }
  }

  /** Holds live lines back, so that what is read stands still. */
  hold(): void {
    if (this.buffer.held) return;
    this.buffer.held = true;
    this.tell(0);
  }

  /** Shows what was held back, and follows again. */
  release(): void {
    if (this.buffer.held) this.tell(-this.buffer.release());
  }

  private tell(before: number): void {
    this.change.value = { version: this.change.peek().version + 1, before };
  }
}

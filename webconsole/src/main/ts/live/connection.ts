import { EventReader, type ServerEvent } from './events';

/** What a connection needs from around it; a test gives its own. */
export interface Surroundings {
  /** Opens the stream; the second argument is the id of the last message, empty for the first connection. */
  open(lastEventId: string, signal: AbortSignal): Promise<Response>;
  now(): number;
  /** Calls back after a delay; the result cancels it. */
  after(millis: number, callback: () => void): () => void;
  /** 0 to 1, for jitter. */
  random(): number;
}

/** How a stream is doing. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly retryAtMillis: number; readonly reason: string }
  | { readonly kind: 'closed' };

const FIRST_RETRY_MILLIS = 500;
const LONGEST_RETRY_MILLIS = 15_000;
/** Servers send a heartbeat at least every 15 s; a stream that is silent for longer is taken for dead. */
const SILENCE_MILLIS = 35_000;

/**
 * A stream of server-sent events that comes back by itself: after an error, an end or a silence it connects again with
 * the id of the last message, waiting longer each time (with jitter) until a message arrives.
 */
export class Connection {
  private readonly abort = new AbortController();
  private lastEventId = '';
  private failures = 0;
  private cancelTimer: () => void = () => undefined;
  private attempt: AbortController | undefined;

  constructor(
    private readonly around: Surroundings,
    private readonly onEvent: (event: ServerEvent) => void,
    private readonly onState: (state: ConnectionState) => void,
  ) {}

  /** Connects; to be called once. */
  start(): void {
    void this.connect();
  }

  /** Ends it for good; nothing is called back afterwards. */
  close(): void {
    if (this.abort.signal.aborted) return;
    this.abort.abort();
    this.cancelTimer();
    this.attempt?.abort();
    this.onState({ kind: 'closed' });
  }

  private async connect(): Promise<void> {
    this.attempt = new AbortController();
    this.tell({ kind: 'connecting' });
    this.watchSilence();
    try {
      const response = await this.around.open(this.lastEventId, this.attempt.signal);
      if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
      this.tell({ kind: 'open' });
      await this.consume(response.body);
      this.retry('the stream ended');
    } catch (failure) {
      this.retry(failure instanceof Error ? failure.message : String(failure));
    }
  }

  private async consume(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const events = new EventReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.abort.signal.aborted) return;
      this.watchSilence();
      for (const event of events.read(decoder.decode(value, { stream: true }))) this.deliver(event);
    }
  }

  private deliver(event: ServerEvent): void {
    this.failures = 0;
    if (event.id) this.lastEventId = event.id;
    if (!this.abort.signal.aborted) this.onEvent(event);
  }

  private watchSilence(): void {
    this.cancelTimer();
    this.cancelTimer = this.around.after(SILENCE_MILLIS, () => this.attempt?.abort());
  }

  private retry(reason: string): void {
    this.cancelTimer();
    if (this.abort.signal.aborted) return;
    const delay = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** this.failures) * (0.5 + this.around.random() / 2);
    this.failures += 1;
    this.tell({ kind: 'waiting', retryAtMillis: this.around.now() + delay, reason });
    this.cancelTimer = this.around.after(delay, () => void this.connect());
  }

  private tell(state: ConnectionState): void {
    if (!this.abort.signal.aborted) this.onState(state);
  }
}

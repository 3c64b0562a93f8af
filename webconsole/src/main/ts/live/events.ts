/** One message of a stream of server-sent events. */
export interface ServerEvent {
  readonly id: string;
  readonly topic: string;
  readonly data: string;
}

/**
 * Reads the text of a stream of server-sent events (WHATWG HTML, "Server-sent events"), in pieces of any size.
 * Comments are heartbeats: they count as a sign of life and are not messages.
 */
export class EventReader {
  private rest = '';
  private id = '';
  private topic = '';
  private data: string[] = [];

  /** Milliseconds that the server asked to wait before a new connection, once it did. */
  retryMillis: number | undefined;

  /** The messages that are complete with this piece. */
  read(piece: string): ServerEvent[] {
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.topic = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMillis = Number(value);
    return [];
  }

  private dispatch(): ServerEvent[] {
    const event = { id: this.id, topic: this.topic || 'message', data: this.data.join('\n') };
    const complete = this.data.length > 0;
    this.topic = '';
    this.data = [];
    return complete ? [event] : [];
  }
}

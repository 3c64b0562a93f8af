import type { LogLine } from '../../main/ts/api/telemetry';
import { fits } from '../../main/ts/screens/logs/buffer';
import { HOST } from './host-metrics';
import { noise, Random } from './random';

const LINES: readonly (readonly [string, string])[] = [
  ['INFO', 'GET /api/orders/{n} 200 in {m} ms'],
  ['INFO', 'GET /api/customers/{n}/orders?page=2 200 in {m} ms'],
  ['INFO', 'POST /api/orders 201 in {m} ms, order {n}'],
  ['DEBUG', 'pool orders: {m} of 20 connections in use'],
  ['INFO', 'order {n} shipped to warehouse 3'],
  ['WARN', 'slow query took {m}00 ms: select * from orders where customer = {n}'],
  ['ERROR', 'payment {n} failed: connection to payments.example.org refused after 3 attempts; the order stays open and is tried again in 60 s'],
  ['INFO', 'session {n} ended after {m} min'],
  ['UNSPECIFIED', '192.0.2.{m} - - "GET /health HTTP/1.1" 200 2'],
];

const SOURCES = ['collector.logs~app', 'collector.logs~nginx', 'collector.logs~system'];

/** The line with this number; numbers are tenths of a second since 1970, and not every one has a line. */
function lineAt(tenth: number): LogLine | undefined {
  if (noise(tenth, 1) > 0.35) return undefined;
  const random = new Random(tenth);
  const [severity, text] = random.next() < 0.04 ? (LINES[6] as readonly [string, string]) : random.pick(LINES.filter((_, index) => index !== 6));
  const body = text.replace('{n}', String(Math.floor(random.between(10_000, 99_999)))).replace('{m}', String(Math.floor(random.between(2, 80))));
  const time = new Date(tenth * 100 + Math.floor(random.between(0, 99))).toISOString();
  return { time, host: HOST, source: random.pick(SOURCES), severity, body, attributes: { 'log.file.path': '/var/log/app/app.log' }, sequence: tenth };
}

function between(fromTenth: number, toTenth: number, filter: (line: LogLine) => boolean, limit: number, descending: boolean) {
  const lines: LogLine[] = [];
  const step = descending ? -1 : 1;
  let tenth = descending ? toTenth : fromTenth;
  for (; tenth >= fromTenth && tenth <= toTenth && lines.length < limit; tenth += step) {
    const line = lineAt(tenth);
    if (line && filter(line)) lines.push(line);
  }
  return { lines, next: tenth >= fromTenth && tenth <= toTenth ? tenth : undefined };
}

/** A page of lines, as the API answers. */
export function page(query: URLSearchParams, from: number, to: number) {
  const filter = { text: query.get('query') ?? '', source: query.get('source') ?? '', host: query.get('host') ?? '', severity: query.get('severity') ?? '' };
  const descending = query.get('order') !== 'asc';
  const cursor = query.get('cursor');
  const first = Math.ceil(from / 100);
  const last = Math.floor(to / 100);
  const found = between(!descending && cursor ? Number(cursor) : first, descending && cursor ? Number(cursor) : last, (line) => fits(line, filter), Number(query.get('limit') ?? 100), descending);
  return found.next === undefined ? { lines: found.lines } : { lines: found.lines, next: String(found.next) };
}

/** The lines of a stretch of time, the oldest first. */
export function written(fromMillis: number, toMillis: number): LogLine[] {
  return between(Math.floor(fromMillis / 100) + 1, Math.floor(toMillis / 100), () => true, 1000, false).lines;
}

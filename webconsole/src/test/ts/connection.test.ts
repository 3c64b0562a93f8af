import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection, type ConnectionState, type Surroundings } from '../../main/ts/live/connection';
import { EventReader, type ServerEvent } from '../../main/ts/live/events';

/** A world in which time stands still until a timer is run. */
class World implements Surroundings {
  readonly opened: { lastEventId: string; writer: WritableStreamDefaultWriter<Uint8Array> }[] = [];
  readonly timers = new Set<{ millis: number; callback: () => void }>();
  status = 200;

  open(lastEventId: string, signal: AbortSignal): Promise<Response> {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    writer.closed.catch(() => undefined);
    signal.addEventListener('abort', () => void writer.abort(new Error('aborted')).catch(() => undefined));
    this.opened.push({ lastEventId, writer });
    return Promise.resolve(new Response(this.status === 200 ? readable : null, { status: this.status }));
  }

  now(): number {
    return 1000;
  }

  after(millis: number, callback: () => void): () => void {
    const timer = { millis, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  random(): number {
    return 1;
  }

  /** Runs the only timer; tells how long it was set for. */
  elapse(): number {
    assert.equal(this.timers.size, 1);
    const [timer] = [...this.timers];
    assert.ok(timer);
    this.timers.delete(timer);
    timer.callback();
    return timer.millis;
  }
}

function started() {
  const world = new World();
  const events: ServerEvent[] = [];
  const states: ConnectionState[] = [];
  const connection = new Connection(world, (event) => events.push(event), (state) => states.push(state));
  connection.start();
  return { world, events, states, connection };
}

/** Lets everything that is ready run. */
const settle = () => new Promise((done) => setImmediate(done));

async function send(world: World, text: string): Promise<void> {
  await world.opened.at(-1)?.writer.write(new TextEncoder().encode(text));
  await settle();
}

test('messages arrive whole, however the bytes are cut', () => {
  const text = 'id: 1\nevent: logs\ndata: {"a":\ndata: "ü"}\n\n: heartbeat\n\nid: 2\ndata: x\r\n\r\n';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const reader = new EventReader();
    const events = [...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))];
    assert.deepEqual(events, [{ id: '1', topic: 'logs', data: '{"a":\n"ü"}' }, { id: '2', topic: 'message', data: 'x' }], `cut at ${cut}`);
  }
});

test('the server may name the time to wait', () => {
  const reader = new EventReader();
  reader.read('retry: 1500\n\n');
  assert.equal(reader.retryMillis, 1500);
});

test('a connection that ends comes back with the id of the last message', async () => {
  const { world, events, states } = started();
  await settle();
  await send(world, 'id: 7\nevent: logs\ndata: one\n\n');
  await world.opened[0]?.writer.close();
  await settle();
  assert.equal(states.at(-1)?.kind, 'waiting');
  world.elapse();
  await settle();
  assert.deepEqual(world.opened.map(({ lastEventId }) => lastEventId), ['', '7']);
  await send(world, 'id: 8\ndata: two\n\n');
  assert.deepEqual(events.map(({ data }) => data), ['one', 'two']);
});

test('each failure waits longer, up to a bound, and a message starts over', async () => {
  const { world } = started();
  world.status = 503;
  await settle();
  const [first] = world.opened;
  await first?.writer.close();
  await settle();
  const waits: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    waits.push(world.elapse());
    await settle();
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  world.status = 200;
  world.elapse();
  await settle();
  await send(world, 'data: x\n\n');
  await world.opened.at(-1)?.writer.close();
  await settle();
  assert.equal(world.elapse(), 500);
});

test('a silent connection is taken for dead, a heartbeat keeps it', async () => {
  const { world, states } = started();
  await settle();
  await send(world, ':\n\n');
  assert.equal(states.at(-1)?.kind, 'open');
  assert.equal(world.elapse(), 35_000);
  await settle();
  assert.equal(states.at(-1)?.kind, 'waiting');
});

test('a closed connection tells nothing more and never comes back', async () => {
  const { world, events, states, connection } = started();
  await settle();
  connection.close();
  connection.close();
  await settle();
  assert.deepEqual(states.at(-1), { kind: 'closed' });
  assert.equal(states.filter(({ kind }) => kind === 'closed').length, 1);
  assert.equal(world.timers.size, 0);
  assert.equal(events.length, 0);
});

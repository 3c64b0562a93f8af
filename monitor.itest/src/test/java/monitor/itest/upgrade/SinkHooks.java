package monitor.itest.upgrade;

import monitor.api.delivery.Work;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.sink.SinkContext;

/** In place of calls of {@code sink.postgres}. */
public final class SinkHooks {
  private SinkHooks() {}

  /** What is stored of an event, with the stamp. */
  public static Attributes attributes(Event event) {
    return Stamp.on(event.attributes(), "upgrade.sink");
  }

  /** The task; and beside it one that fails after a while. */
  public static void failLater(SinkContext context, String name, Work task) {
    context.fork(name, task);
    context.fork("fails later", Stamp::failLater);
  }
}

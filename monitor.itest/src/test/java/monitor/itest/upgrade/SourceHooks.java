package monitor.itest.upgrade;

import monitor.api.event.Attributes;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.SourceContext;

/** In place of calls of {@code collector.logs}. */
public final class SourceHooks {
  private SourceHooks() {}

  /** Attributes of a file, and so of each of its lines, with the stamp. */
  public static Attributes of(String name, Object value) {
    return Stamp.on(Attributes.of(name, value), "upgrade.source");
  }

  /** The stream; and something beside it that fails after a while. */
  public static EventStream failLater(SourceContext context, Kind kind) {
    context.fork("fails later", Stamp::failLater);
    return context.stream(kind);
  }
}

package monitor.itest.upgrade;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;

/**
 * A sink beside the one that is upgraded. It notes when a batch arrived, and when the events in it
 * happened, in nanoseconds since 1970.
 */
public final class WitnessSink implements Sink {
  private static final long SECOND_NANOS = 1_000_000_000;

  private Writer file = Writer.nullWriter();

  /** Made by its component. */
  public WitnessSink() {}

  @Override
  public void open(SinkContext context) throws IOException {
    Path notes = context.folder().resolve("notes.txt");
    file = Files.newBufferedWriter(notes);
  }

  @Override
  public Delivery deliver(Batch batch) throws IOException {
    Instant now = Instant.now();
    StringBuilder line = new StringBuilder();
    line.append(now.getEpochSecond() * SECOND_NANOS + now.getNano());
    batch.forEach((sequence, event) -> line.append(' ').append(event.timeNanos()));
    file.write(line.append('\n').toString());
    file.flush();
    return Outcome.ACCEPTED;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

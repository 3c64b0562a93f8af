package stuck.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkProperties;
import org.osgi.service.component.annotations.Component;

/**
 * Refuses the stream {@code stuck.stream} for now, until the file {@code stuck.release} is there;
 * of what it accepts it notes stream, first and next number in {@code stuck.accepted}.
 */
@Component
@SinkProperties(essential = true)
public final class PickySink implements Sink {
  private final String stuck = System.getProperty("stuck.stream");
  private final Path release = Path.of(System.getProperty("stuck.release"));
  private final Path accepted = Path.of(System.getProperty("stuck.accepted"));

  @Override
  public Delivery deliver(Batch batch) throws IOException {
    BatchId id = batch.header().id();
    if (id.stream().equals(stuck) && !Files.exists(release)) {
      return Outcome.retry("it does not like this stream");
    }
    String line = "%s %d %d\n".formatted(id.stream(), id.firstSequence(), id.nextSequence());
    Files.writeString(accepted, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return Outcome.ACCEPTED;
  }
}

package monitor.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.api.source.SourceProperties.Overflow;

/** A process that floods a small buffer until it is killed, and a sink whose file outlives that. */
final class KilledChild {
  static final Kind TICK = new Kind("test.tick");

  private KilledChild() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Monitor monitor = open(data);
    monitor.register(SinkSpec.essential("store"), new FileSink(data.resolve("stored")));
    SourceSpec flood =
        SourceSpec.of("flood", Capabilities.of(Capability.CUSTOM), TICK)
            .withOverflow(Overflow.DROP_NEWEST);
    monitor.register(
        flood,
        context -> {
          for (long i = 0; !context.stopping(); i++) {
            context.emit(Event.custom(TICK.name(), Attributes.of("n", i)));
          }
        });
    Thread.currentThread().join();
  }

  static Monitor open(Path data) throws IOException {
    return Monitor.builder(data).host("test").freeFloor(0).eventBufferSize(64).build();
  }

  /** One line for each batch: first number, number after the last, reason of a gap or a dash. */
  static final class FileSink implements Sink {
    private final Path file;
    private final Map<String, Long> marks = new HashMap<>();

    FileSink(Path file) throws IOException {
      this.file = file;
      for (String line : lines(file)) {
        String[] words = line.split(" ");
        marks.put(words[0], Long.parseLong(words[2]));
      }
    }

    static List<String> lines(Path file) throws IOException {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    public Delivery deliver(Batch batch) throws IOException {
      BatchId id = batch.header().id();
      String key = id.epoch().toString().replace(' ', '_');
      long mark = marks.getOrDefault(key, id.firstSequence());
      if (id.firstSequence() > mark) {
        return new Outcome.Behind(mark);
      }
      if (id.nextSequence() > mark) {
        String gap = batch.header().gap() == null ? "-" : batch.header().gap();
        String line = "%s %d %d %s%n".formatted(key, mark, id.nextSequence(), gap);
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        marks.put(key, id.nextSequence());
      }
      return Outcome.ACCEPTED;
    }
  }
}

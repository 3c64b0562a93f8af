package receiver.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;

/**
 * Stores in a file that outlives the process, one line a batch: what of it is a commit, and where
 * its stream stands, is read from there. A line that a kill cut short does not count.
 */
final class DurableStore implements Sink {
  private final Map<String, Long> marks = new HashMap<>();
  private final FileChannel file;

  DurableStore(Path path) throws IOException {
    long length = 0;
    for (String line : lines(path)) {
      String[] words = line.split(" ");
      marks.put(words[0], Long.parseLong(words[1]));
      length += line.length() + 1;
    }
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.truncate(length).position(length);
  }

  /** The batches that are stored: stream, next number, then the attribute n of every event. */
  static List<String> lines(Path path) throws IOException {
    String all = Files.exists(path) ? Files.readString(path, StandardCharsets.US_ASCII) : "";
    String whole = all.substring(0, all.lastIndexOf('\n') + 1);
    return whole.isEmpty() ? List.of() : whole.lines().toList();
  }

  @Override
  public Delivery deliver(Batch batch) throws IOException {
    BatchId id = batch.header().id();
    String stream = id.agent() + "/" + id.epoch() + "/" + id.stream();
    long mark = marks.getOrDefault(stream, id.firstSequence());
    if (id.firstSequence() > mark) {
      return new Outcome.Behind(mark);
    }
    if (id.firstSequence() < mark) {
      return Outcome.ACCEPTED;
    }
    List<String> words = new ArrayList<>(List.of(stream, String.valueOf(id.nextSequence())));
    batch.forEach((sequence, event) -> words.add(String.valueOf(event.attributes().get("n"))));
    file.write(
        ByteBuffer.wrap((String.join(" ", words) + "\n").getBytes(StandardCharsets.US_ASCII)));
    marks.put(stream, id.nextSequence());
    return Outcome.ACCEPTED;
  }
}

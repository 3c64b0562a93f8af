package monitor.runtime.stream;

import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.runtime.batch.BatchHeaders;

/**
 * A lost range as the value of a position: the gap's header in Base64, then how many numbers were
 * gaps before and after it, each as {@code reason:count,…}, with blanks in between.
 */
final class LossFormat {
  static final int VERSION = 1;

  private static final byte[] NO_PAYLOAD = new byte[0];

  private LossFormat() {}

  static String write(Loss loss) {
    byte[] header = BatchHeaders.encode(Objects.requireNonNull(loss.header()), NO_PAYLOAD);
    return Base64.getEncoder().encodeToString(header)
        + " "
        + write(loss.gapsBefore())
        + " "
        + write(loss.gapsAfter());
  }

  private static String write(Map<String, Long> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(count -> count.getKey() + ":" + count.getValue())
            .collect(Collectors.joining(","));
  }

  /**
   * Reads one.
   *
   * @throws IOException if the header is damaged
   * @throws RuntimeException if the text is not one
   */
  static Loss read(String text) throws IOException {
    String[] parts = text.split(" ", -1);
    BatchHeader header = BatchHeaders.decode(Base64.getDecoder().decode(parts[0]));
    BatchId id = header.id();
    return new Loss(
        id.firstSequence(),
        id.nextSequence(),
        Objects.requireNonNull(header.gap()),
        counts(parts[1]),
        counts(parts[2]),
        header);
  }

  private static Map<String, Long> counts(String text) {
    Map<String, Long> counts = new HashMap<>();
    if (!text.isEmpty()) {
      for (String count : text.split(",", -1)) {
        int colon = count.lastIndexOf(':');
        counts.put(count.substring(0, colon), Long.parseLong(count.substring(colon + 1)));
      }
    }
    return counts;
  }
}

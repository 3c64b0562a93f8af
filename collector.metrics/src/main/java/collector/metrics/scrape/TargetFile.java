package collector.metrics.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of targets, one on each line: a URL, and labels as {@code name=value} behind it. Empty
 * lines and those that begin with # are passed over. Used by one thread.
 */
final class TargetFile {
  private static final int LARGEST = 4 << 20;
  private static final int MOST = 10_000;

  private final Path file;
  private byte @Nullable [] known;

  TargetFile(Path file) {
    this.file = file;
  }

  /**
   * The targets, or null if the file is as it was.
   *
   * @throws IOException if it cannot be read, or is wrong; names the line
   */
  @Nullable List<ScrapeTarget> changed() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw new IOException("it is larger than %d bytes".formatted(LARGEST));
    }
    if (Arrays.equals(bytes, known)) {
      return null;
    }
    List<ScrapeTarget> targets = parse(text(bytes));
    known = bytes;
    return targets;
  }

  private static String text(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }

  private static List<ScrapeTarget> parse(String text) throws IOException {
    Map<String, ScrapeTarget> targets = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String[] words = line.strip().split("\\s+");
      if (!words[0].isEmpty() && !words[0].startsWith("#")) {
        targets.put(words[0], target(number, words));
      }
      if (targets.size() > MOST) {
        throw new IOException("it names more than %d targets".formatted(MOST));
      }
    }
    return List.copyOf(targets.values());
  }

  private static ScrapeTarget target(int line, String[] words) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String word : List.of(words).subList(1, words.length)) {
      String[] pair = word.split("=", 2);
      if (pair.length < 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
        throw new IOException("line %d: '%s' is not of the form name=value".formatted(line, word));
      }
      labels.put(pair[0], pair[1]);
    }
    try {
      return new ScrapeTarget(ScrapeTarget.uri(words[0]), labels);
    } catch (IllegalArgumentException e) {
      throw new IOException("line %d: %s".formatted(line, e.getMessage()), e);
    }
  }
}

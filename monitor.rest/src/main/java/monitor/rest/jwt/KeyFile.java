package monitor.rest.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with the public keys of issuers, read again when it has changed: keys are exchanged
 * without a restart. A file that has become wrong leaves the keys as they were. Thread-safe.
 */
final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final long MAX_BYTES = 256 << 10;
  private static final int MAX_KEYS = 100;

  private final Path file;
  private final InstantSource clock;
  private List<Key> keys;
  private Stamp stamp;
  private Instant looked;

  /** What tells one content of the file from another. */
  private record Stamp(FileTime modified, long bytes) {
    static Stamp of(Path file) throws IOException {
      return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it cannot be used
   */
  KeyFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    try {
      stamp = Stamp.of(file);
      keys = read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("jwt.keys: %s: %s".formatted(file, e.getMessage()), e);
    }
    looked = clock.instant();
  }

  /** The keys as the file has them, or had them when it was right. */
  synchronized List<Key> keys() {
    Instant now = clock.instant();
    if (Duration.between(looked, now).abs().compareTo(LOOK_AGAIN) >= 0) {
      looked = now;
      look();
    }
    return keys;
  }

  private void look() {
    try {
      Stamp now = Stamp.of(file);
      if (!now.equals(stamp)) {
        stamp = now;
        keys = read(file);
        LOG.info("The keys of {} are in force.", file);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} cannot be used; its keys stay as they were: {}", file, e.getMessage());
    }
  }

  private static List<Key> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException("is larger than %d bytes".formatted(MAX_BYTES));
    }
    return parse(Files.readString(file, StandardCharsets.UTF_8));
  }

  /**
   * The keys of a set.
   *
   * @throws IllegalArgumentException saying what is wrong with it; one bad key spoils all, because
   *     who wrote it meant something else
   */
  static List<Key> parse(String json) {
    try {
      List<Key> keys = JWKSet.parse(json).getKeys().stream().map(Key::published).toList();
      Set<String> ids = new HashSet<>();
      keys.forEach(key -> ids.add(String.valueOf(key.id())));
      if (keys.isEmpty() || keys.size() > MAX_KEYS || ids.size() < keys.size()) {
        throw new IllegalArgumentException(
            "has to hold 1 to %d keys, each with a kid of its own".formatted(MAX_KEYS));
      }
      return keys;
    } catch (ParseException e) {
      throw new IllegalArgumentException("is no JSON Web Key Set: " + e.getMessage(), e);
    }
  }
}

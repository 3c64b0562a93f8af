package sink.postgres.write;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A series that is to be registered.
 *
 * @param key what it is
 * @param attributes as JSON; null without any
 * @param hash its identity: 16 bytes of SHA-256
 */
record NewSeries(SeriesKey key, @Nullable String attributes, byte[] hash) {
  private static final int HASH_BYTES = 16;

  /**
   * Checks and hashes.
   *
   * @throws UnstorableException if PostgreSQL cannot hold it
   */
  static NewSeries of(SeriesKey key) throws UnstorableException {
    Strings.name("the name of the series", key.series().name());
    Strings.check("the unit of the series", key.series().unit());
    Strings.name("the host", key.host());
    var attributes = key.attributes();
    String json = attributes.isEmpty() ? null : Registry.json(attributes);
    return new NewSeries(
        key,
        json,
        hash(key.series().name(), key.series().unit(), instrument(key), key.host(), json));
  }

  String instrument() {
    return instrument(key);
  }

  private static String instrument(SeriesKey key) {
    return key.series().instrument().name().toLowerCase(Locale.ROOT);
  }

  /** A hash over parts; no part holds the zero byte that parts them. */
  static byte[] hash(@Nullable String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return Arrays.copyOf(digest.digest(), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package webconsole;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the console, read once each. May be used by any thread. */
final class Assets {
  /** One plain name: no folder, no way up, and nothing but what {@link #TYPES} knows. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+\\.([a-z]+)");

  private static final Pattern HASHED = Pattern.compile(".+-[A-Z0-9]{8}\\.[a-z]+");
  private static final int TAG_BYTES = 12;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml; charset=utf-8");

  private final Function<String, @Nullable URL> files;
  private final Map<String, Asset> read = new ConcurrentHashMap<>();

  /**
   * Finds files by their names.
   *
   * @param files the place of a file, null if there is none
   */
  Assets(Function<String, @Nullable URL> files) {
    this.files = files;
  }

  /**
   * The file of that name, if there is one.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  Optional<Asset> find(String name) {
    Asset known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    var matcher = NAME.matcher(name);
    String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
    URL file = type == null ? null : files.apply(name);
    if (type == null || file == null) {
      return Optional.empty();
    }
    byte[] content = bytes(file);
    URL compressed = files.apply(name + ".gz");
    Optional<byte[]> smaller =
        compressed == null ? Optional.empty() : Optional.of(bytes(compressed));
    Asset asset = new Asset(type, content, smaller, tag(content), HASHED.matcher(name).matches());
    read.put(name, asset);
    return Optional.of(asset);
  }

  private static byte[] bytes(URL file) {
    try (InputStream in = file.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

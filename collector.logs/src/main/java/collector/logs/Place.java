package collector.logs;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has been read, with what is needed to know it again.
 *
 * @param offset bytes from its start to the end of the last line that was emitted
 * @param skipping whether the offset lies inside a line that was cut, whose rest is left out
 * @param bornMillis when the file was created, milliseconds since 1970; 0 if the file system does
 *     not say
 * @param head the first bytes before the offset, at most {@value #HEAD}
 * @param tail the last bytes before the offset, at most {@value #TAIL}
 * @param path where the file was seen last
 */
record Place(
    long offset, boolean skipping, long bornMillis, Fingerprint head, Fingerprint tail, Path path) {
  /** Version of the form in which a position carries a place. */
  static final int FORMAT = 1;

  /** Most bytes of the fingerprint at the start. */
  static final int HEAD = 1024;

  /** Most bytes of the fingerprint before the offset. */
  static final int TAIL = 256;

  private static final int FIELDS = 8;

  /** As the position of a file. */
  Position at(FileIdentity identity) {
    return new Position(identity.key(), FORMAT, value());
  }

  private String value() {
    return String.join(
        " ",
        Long.toString(offset),
        skipping ? "s" : "-",
        Long.toString(bornMillis),
        Integer.toString(head.length()),
        Integer.toHexString(head.crc()),
        Integer.toString(tail.length()),
        Integer.toHexString(tail.crc()),
        text(path));
  }

  /**
   * A path as text that gives the same path under every locale, by which Java reads and writes
   * names: as a URI where bytes of it are no characters there, which U+FFFD tells.
   */
  private static String text(Path path) {
    String text = path.toString();
    return text.indexOf('\ufffd') < 0 ? text : path.toUri().toString();
  }

  private static Path path(String text) {
    if (text.startsWith("file:")) {
      return Path.of(URI.create(text));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      // Written under another locale, most likely one of UTF-8.
      String bytes = URLEncoder.encode(text.substring(1), StandardCharsets.UTF_8);
      return Path.of(URI.create("file:///" + bytes.replace("+", "%20")));
    }
  }

  /** What a position says; null if it is not in a form that this version reads. */
  static @Nullable Place of(Position position) {
    String value = position.value();
    if (position.format() != FORMAT || value == null) {
      return null;
    }
    String[] fields = value.split(" ", FIELDS);
    try {
      return fields.length == FIELDS ? parse(fields) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Place parse(String[] fields) {
    return new Place(
        Long.parseLong(fields[0]),
        fields[1].equals("s"),
        Long.parseLong(fields[2]),
        fingerprint(fields[3], fields[4]),
        fingerprint(fields[5], fields[6]),
        path(fields[7]));
  }

  private static Fingerprint fingerprint(String length, String crc) {
    return new Fingerprint(
        Integer.parseInt(length), Integer.parseUnsignedInt(crc.toLowerCase(Locale.ROOT), 16));
  }
}

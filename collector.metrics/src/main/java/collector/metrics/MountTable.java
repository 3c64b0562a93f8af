package collector.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The mounted file systems of the wanted types, from {@code mountinfo} (proc(5)). */
final class MountTable {
  private final Scan scan;
  private final String file;
  private final Predicate<String> wantedType;

  MountTable(Scan scan, HostFiles host, Predicate<String> wantedType) {
    this.scan = scan;
    this.file = host.view("mountinfo");
    this.wantedType = wantedType;
  }

  /**
   * Each file system once, where it was mounted first; one that another was mounted over is left
   * out, as nobody can reach it.
   */
  List<Mount> read() throws IOException {
    Map<String, String> deviceAt = new HashMap<>();
    Map<String, Mount> byDevice = new LinkedHashMap<>();
    for (scan.open(file); scan.hasMore(); scan.nextLine()) {
      scan.skipWords(2);
      String number = scan.word();
      Mount mount = mount();
      deviceAt.put(mount.point(), number);
      if (wantedType.test(mount.type())) {
        byDevice.putIfAbsent(number, mount);
      }
    }
    return byDevice.entrySet().stream()
        .filter(entry -> entry.getKey().equals(deviceAt.get(entry.getValue().point())))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The rest of a line: root, mount point, options, optional fields up to a dash, type, source. */
  private Mount mount() {
    scan.skipWords(1);
    String point = unescape(scan.word(ISO_8859_1));
    String options = scan.word();
    String field = scan.word();
    while (!field.equals("-") && !field.isEmpty()) {
      field = scan.word();
    }
    String type = scan.word();
    String device = Mount.text(unescape(scan.word(ISO_8859_1)));
    return new Mount(device, point, type, options.equals("ro") || options.startsWith("ro,"));
  }

  /** Blanks, tabs, line feeds and backslashes stand there as a backslash and three octal digits. */
  static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(ISO_8859_1);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (isEscape(bytes, i)) {
        bytes[length++] =
            (byte) ((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | (bytes[i + 3] - '0'));
        i += 3;
      } else {
        bytes[length++] = bytes[i];
      }
    }
    return new String(bytes, 0, length, ISO_8859_1);
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return bytes[at] == '\\'
        && at + 3 < bytes.length
        && isOctal(bytes[at + 1])
        && isOctal(bytes[at + 2])
        && isOctal(bytes[at + 3]);
  }

  private static boolean isOctal(byte digit) {
    return digit >= '0' && digit <= '7';
  }
}

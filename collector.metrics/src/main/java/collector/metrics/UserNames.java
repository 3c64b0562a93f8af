package collector.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of users from {@code /etc/passwd}. A name service is not asked, as it may be slow or gone;
 * a user of one shows as a number. Used by one thread.
 */
final class UserNames {
  private final Path file;
  private final Map<String, String> names = new HashMap<>();
  private long modified = -1;

  UserNames(HostFiles host) {
    this.file = host.path("/etc/passwd");
  }

  /** Reads the file again if it has changed. */
  void refresh() {
    long now = file.toFile().lastModified();
    if (now != modified) {
      modified = now;
      names.clear();
      load();
    }
  }

  private void load() {
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(":", 4);
        if (fields.length == 4) {
          names.putIfAbsent(fields[2], fields[0]);
        }
      }
    } catch (IOException e) {
      names.clear(); // numbers are shown then
    }
  }

  /** The name of a user, or its number. */
  String name(int number) {
    String text = Integer.toString(number);
    return names.getOrDefault(text, text);
  }
}

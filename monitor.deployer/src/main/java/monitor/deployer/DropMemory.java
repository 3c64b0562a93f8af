package monitor.deployer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Remembers, over restarts, which files of the drop folder were dealt with. For one thread. */
final class DropMemory {
  private final Path file;
  private final Map<String, Handled> byName;

  DropMemory(Path file) throws IOException {
    this.file = file;
    this.byName =
        new TreeMap<>(JsonFiles.read(file, Content.class).map(Content::files).orElse(Map.of()));
  }

  private record Content(Map<String, Handled> files) {}

  Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  Optional<Handled> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  void put(String name, Handled handled) throws IOException {
    byName.put(name, handled);
    JsonFiles.write(file, new Content(byName));
  }

  void remove(String name) throws IOException {
    byName.remove(name);
    JsonFiles.write(file, new Content(byName));
  }

  /** Other files that hold the same plugin are looked at again. */
  void lookAgainFor(String plugin) throws IOException {
    lookAgain(handled -> handled.plugin().equals(plugin));
  }

  /** Refused files that may work now are looked at again. */
  void retry() throws IOException {
    lookAgain(Handled::retry);
  }

  private void lookAgain(Predicate<Handled> which) throws IOException {
    if (byName.values().stream().anyMatch(which)) {
      byName.replaceAll((name, handled) -> which.test(handled) ? handled.again() : handled);
      JsonFiles.write(file, new Content(byName));
    }
  }
}

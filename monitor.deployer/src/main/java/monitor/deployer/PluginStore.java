package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import monitor.api.operation.Deployment;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployer's folder: {@code records/<name>.json}, {@code history/<name>/<version>/<name>.jar}
 * and {@code incoming/}. Bundles are installed from here, so that nobody can pull a jar away from
 * under a running plugin. Used by the deployer's thread, except {@link #stage}.
 */
final class PluginStore {
  private static final Logger LOG = LoggerFactory.getLogger(PluginStore.class);
  private static final int KEPT_VERSIONS = 5;

  private final Path root;

  /** Jars that are known to be damaged: each is told once. */
  private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

  PluginStore(Path root) {
    this.root = root;
  }

  /** All records, by name. */
  SortedMap<String, PluginRecord> records() throws IOException {
    SortedMap<String, PluginRecord> records = new TreeMap<>();
    for (Path file : children(root.resolve("records"), "*.json")) {
      JsonFiles.read(file, PluginRecord.class).ifPresent(r -> records.put(r.name(), r));
    }
    return records;
  }

  Optional<PluginRecord> record(String name) throws IOException {
    return JsonFiles.read(recordFile(name), PluginRecord.class);
  }

  /** Puts a decision in force, durably. */
  void write(PluginRecord record) throws IOException {
    JsonFiles.write(recordFile(record.name()), record);
  }

  /** Forgets a plugin and its jars. */
  void forget(String name) throws IOException {
    Files.deleteIfExists(recordFile(name));
    deleteTree(root.resolve("history").resolve(name));
  }

  /**
   * Copies what comes in, to its end.
   *
   * @throws IOException also if it is longer than the limit
   */
  Path stage(InputStream jar, long limitBytes) throws IOException {
    Path incoming = Files.createDirectories(root.resolve("incoming"));
    Path staged = Files.createTempFile(incoming, "plugin", ".jar");
    try (OutputStream out = Files.newOutputStream(staged)) {
      copy(jar, out, limitBytes);
      return staged;
    } catch (IOException e) {
      Files.deleteIfExists(staged);
      throw e;
    }
  }

  private static void copy(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] block = new byte[64 << 10];
    long total = 0;
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      total += n;
      if (total > limit) {
        throw new IOException("the jar is longer than the %,d bytes allowed".formatted(limit));
      }
      out.write(block, 0, n);
    }
  }

  /** Deletes what a process that was killed left behind. */
  void clearIncoming() throws IOException {
    for (Path file : children(root.resolve("incoming"), "*")) {
      Files.deleteIfExists(file);
    }
  }

  /** Keeps a copy of the jar under its version and answers the jar there. */
  PluginJar keep(PluginJar jar) throws IOException {
    Path kept = historyFile(jar.name(), jar.version().toString());
    if (!jar.file().equals(kept)) {
      DurableFiles.copy(jar.file(), kept);
    }
    return jar.at(kept);
  }

  /** The jar kept for a version, if there is one; one that is damaged is lost. */
  Optional<PluginJar> kept(String name, String version) throws IOException {
    Path file = historyFile(name, version);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      PluginJar jar = PluginJar.read(file);
      damaged.remove(file);
      return Optional.of(jar);
    } catch (ZipException | PluginRefused e) {
      if (damaged.add(file)) {
        LOG.warn("{} is damaged and counts as lost.", file, e);
      }
      return Optional.empty();
    }
  }

  /** Whether exactly these bytes are kept under their version. */
  boolean keeps(PluginJar jar) throws IOException {
    return kept(jar.name(), jar.version().toString())
        .filter(kept -> kept.sha256().equals(jar.sha256()))
        .isPresent();
  }

  /** The versions of a plugin whose jars are kept, the one kept last first. */
  List<String> keptVersions(String name) throws IOException {
    Comparator<Path> newestFirst =
        Comparator.comparing((Path path) -> path.toFile().lastModified()).reversed();
    return children(root.resolve("history").resolve(name), "*").stream()
        .filter(folder -> Files.isRegularFile(folder.resolve(name + ".jar")))
        .sorted(newestFirst)
        .map(folder -> folder.getFileName().toString())
        .toList();
  }

  /**
   * Deletes the jars that deployments left behind which were not brought to their end. A rollback
   * brings none: what it goes to was kept before, also where no record mentions it, as the bundled
   * version that an upgrade replaced.
   */
  void clearUnfinished(List<Deployment> unfinished) throws IOException {
    for (Deployment deployment : unfinished) {
      String version = deployment.toVersion();
      if (deployment.action() != Deployment.Action.ROLLBACK
          && version != null
          && record(deployment.plugin()).filter(r -> r.mentions(version)).isEmpty()) {
        deleteTree(historyFolder(deployment.plugin(), version));
      }
    }
    for (Path plugin : children(root.resolve("history"), "*")) {
      if (!Files.exists(recordFile(plugin.getFileName().toString()))) {
        deleteTree(plugin);
      }
    }
  }

  /** Deletes the jar kept for a version. */
  void drop(PluginJar jar) throws IOException {
    deleteTree(historyFolder(jar.name(), jar.version().toString()));
  }

  /**
   * Deletes jars of a plugin but the latest: those that were in force last, then those that came
   * last. What a rollback goes back to may have come long before what was tried since.
   */
  void prune(PluginRecord record) throws IOException {
    List<String> kept = keptVersions(record.name());
    Set<String> latest = new LinkedHashSet<>(List.of(record.version()));
    record.history().forEach(entry -> latest.add(entry.version()));
    latest.addAll(kept);
    latest.retainAll(kept);
    for (String version : latest.stream().skip(KEPT_VERSIONS).toList()) {
      deleteTree(historyFolder(record.name(), version));
    }
  }

  private Path recordFile(String name) {
    return root.resolve("records").resolve(name + ".json");
  }

  private Path historyFile(String name, String version) {
    return historyFolder(name, version).resolve(name + ".jar");
  }

  private Path historyFolder(String name, String version) {
    return root.resolve("history").resolve(name).resolve(version);
  }

  private static List<Path> children(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      List<Path> children = new ArrayList<>();
      files.forEach(children::add);
      return children;
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

package monitor.deployer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import monitor.api.operation.Deployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest deployments, in memory and as {@code deployments/<id>.json}; ids sort by time. Thread
 * safe.
 */
final class DeploymentLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLog.class);
  private static final int KEPT = 100;

  private final Path folder;
  private final TreeMap<String, Deployment> byId = new TreeMap<>();
  private long lastMillis;
  private final List<Consumer<Deployment>> listeners = new CopyOnWriteArrayList<>();

  /** Reads what earlier processes left. */
  DeploymentLog(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        JsonFiles.read(file, Deployment.class).ifPresent(d -> byId.put(d.id(), d));
      }
    }
    lastMillis = byId.isEmpty() ? 0 : Long.parseLong(byId.lastKey().substring(1), 36);
  }

  /**
   * Ends what an earlier process did not.
   *
   * @param committed whether a deployment's decision is in force
   * @return the deployments that were open
   */
  List<Deployment> endInterrupted(Predicate<Deployment> committed, Instant now) {
    List<Deployment> open = latest().stream().filter(d -> !d.state().terminal()).toList();
    open.forEach(d -> update(Interrupted.ended(d, committed.test(d), now)));
    return open;
  }

  /** An id that is new and greater than all before, from the time; each is given once. */
  synchronized String newId(Instant now) {
    lastMillis = Math.max(now.toEpochMilli(), lastMillis + 1);
    return id(lastMillis);
  }

  private static String id(long millis) {
    return "d" + Long.toString(millis, 36);
  }

  /** Keeps the newest state of a deployment, durably, and tells the listeners. */
  void update(Deployment deployment) {
    update(deployment, true);
  }

  /**
   * Keeps the newest state of a deployment and tells the listeners.
   *
   * @param noted whether also on disk
   */
  void update(Deployment deployment, boolean noted) {
    keep(deployment, noted);
    for (Consumer<Deployment> listener : listeners) {
      try {
        listener.accept(deployment);
      } catch (RuntimeException e) {
        LOG.warn("A listener of deployments failed and missed {}.", deployment.id(), e);
      }
    }
  }

  private synchronized void keep(Deployment deployment, boolean noted) {
    byId.put(deployment.id(), deployment);
    if (!noted) {
      return;
    }
    try {
      JsonFiles.write(folder.resolve(deployment.id() + ".json"), deployment);
      while (byId.size() > KEPT) {
        Files.deleteIfExists(folder.resolve(byId.pollFirstEntry().getKey() + ".json"));
      }
    } catch (IOException e) {
      LOG.warn("Deployment {} cannot be noted in {}; it goes on.", deployment.id(), folder, e);
    }
  }

  /** The newest first. */
  synchronized List<Deployment> latest() {
    return new ArrayList<>(byId.descendingMap().values());
  }

  synchronized Optional<Deployment> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  AutoCloseable watch(Consumer<Deployment> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}

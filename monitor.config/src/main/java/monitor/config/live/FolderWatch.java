package monitor.config.live;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back on a thread of its own when files of a configuration were saved, once for what an
 * editor does to them within {@value #QUIET_MILLIS} ms.
 */
final class FolderWatch implements AutoCloseable {
  /** How long nothing must happen before a change counts as complete. */
  static final long QUIET_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger("monitor.config");

  private final List<Path> folders;
  private final Runnable changed;
  private final WatchService service;
  private final Thread thread;

  /**
   * Starts watching.
   *
   * @param folders those that are not there yet are watched once they are
   * @throws IOException if the system has no more watches
   */
  FolderWatch(List<Path> folders, Runnable changed) throws IOException {
    this.folders = folders;
    this.changed = changed;
    this.service = FileSystems.getDefault().newWatchService();
    register();
    this.thread = Thread.ofPlatform().name("monitor-config-watch").daemon().start(this::watch);
  }

  private void register() throws IOException {
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
      }
    }
  }

  private void watch() {
    try {
      while (true) {
        if (relevant(service.take())) {
          awaitQuiet();
          register();
          changed.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("Changes of the configuration files are no longer seen", e);
    } catch (ClosedWatchServiceException e) {
      LOG.debug("Stopped watching");
    }
  }

  private void awaitQuiet() throws InterruptedException {
    WatchKey key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    while (key != null) {
      relevant(key);
      key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean relevant(WatchKey key) {
    boolean relevant = key.pollEvents().stream().anyMatch(FolderWatch::relevant);
    key.reset();
    return relevant;
  }

  /** A file of ours, a folder that may hold some, or the link by which Kubernetes swaps files. */
  private static boolean relevant(WatchEvent<?> event) {
    String name = String.valueOf(event.context());
    return event.kind() == StandardWatchEventKinds.OVERFLOW
        || name.endsWith(".toml")
        || name.endsWith(".json")
        || List.of(".env", "conf.d", "..data").contains(name);
  }

  @Override
  public void close() throws IOException {
    service.close();
    thread.interrupt();
  }
}

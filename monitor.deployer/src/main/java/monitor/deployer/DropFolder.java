package monitor.deployer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import monitor.api.operation.Deployment;
import monitor.api.operation.Requester;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folder where people put jars. A jar put there is installed, replaced is upgraded,
 * removed is removed; one that cannot work gets a note beside it. It only asks the deployer; the
 * deployer decides. One thread, {@code monitor-drop-folder}.
 */
final class DropFolder implements AutoCloseable {
  /** Who asks, in deployments. */
  static final Requester REQUESTER = Requester.of("drop folder");

  private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Path folder;
  private final PluginDeployer deployer;
  private final Arrivals arrivals = new Arrivals();
  private final Departures departures = new Departures();
  private final DropMemory memory;
  private final DropHandler handler;
  private boolean recalled;
  private final AtomicBoolean retry = new AtomicBoolean();
  private final Thread thread = new Thread(this::watch, "monitor-drop-folder");

  /**
   * Creates the folder.
   *
   * @param folder the folder
   * @param memory where it is noted what was dealt with
   * @throws IOException if that cannot be read or written
   */
  DropFolder(Path folder, Path memory, PluginDeployer deployer) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.deployer = deployer;
    this.memory = new DropMemory(memory);
    this.handler = new DropHandler(folder, this.memory, deployer);
  }

  void start() {
    thread.start();
  }

  private void watch() {
    try (WatchService watcher = FileSystems.getDefault().newWatchService();
        AutoCloseable listening = deployer.watch(this::seen)) {
      LOG.debug("Watching {} with {} and {}.", folder, watcher, listening);
      folder.register(
          watcher,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      while (!Thread.currentThread().isInterrupted()) {
        look();
        await(watcher);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("The folder {} is not watched any more; restart the platform.", folder, e);
    }
  }

  private void await(WatchService watcher) throws InterruptedException {
    Duration pause = arrivals.isEmpty() && departures.isEmpty() ? LOOK_ANYWAY : LOOK_AGAIN;
    WatchKey key = watcher.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  /** A change of one plugin may be what a refused one was waiting for. */
  private void seen(Deployment deployment) {
    if (deployment.state() == Deployment.State.COMMITTED) {
      retry.set(true);
    }
  }

  private void look() throws InterruptedException {
    try {
      if (!recalled) {
        handler.recall();
        recalled = true;
      }
      if (retry.getAndSet(false)) {
        memory.retry();
      }
      SortedMap<String, DroppedFile> files = list();
      arrivals.retain(files.keySet());
      departures.present(files.keySet());
      handler.present(files.keySet());
      for (String name : memory.names()) {
        if (!files.containsKey(name) && handler.awaits(name) && departures.gone(name)) {
          handler.gone(name);
        }
      }
      for (var file : files.entrySet()) {
        look(file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      LOG.warn("The folder {} cannot be read now; it is tried again.", folder, e);
    }
  }

  private void look(String name, DroppedFile now) throws IOException, InterruptedException {
    if (handler.knows(name, now)) {
      arrivals.forget(name);
    } else if (arrivals.ready(folder.resolve(name), now)) {
      handler.arrived(name, now);
      arrivals.forget(name);
    }
  }

  private SortedMap<String, DroppedFile> list() throws IOException {
    SortedMap<String, DroppedFile> files = new TreeMap<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "[!.]*.jar")) {
      for (Path jar : jars) {
        DroppedFile.look(jar).ifPresent(look -> files.put(jar.getFileName().toString(), look));
      }
    }
    return files;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

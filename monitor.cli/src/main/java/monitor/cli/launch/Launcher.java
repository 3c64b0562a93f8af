package monitor.cli.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import monitor.config.Configuration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs the platform in this process until it is told to stop.
 *
 * @param installation what is run
 * @param data the data folder
 * @param configuration the main configuration file
 * @param distribution {@code agent}, {@code collector} or {@code standalone}
 * @param port of the HTTP endpoint; -1 leaves it to the configuration, 0 picks a free one
 * @param level of the messages that are logged; null leaves it to the configuration
 * @param out receives the address when everything is ready
 * @param properties further framework properties
 * @param stop counted down when the platform shall stop; TERM and INT do so too
 */
public record Launcher(
    Installation installation,
    Path data,
    Path configuration,
    String distribution,
    int port,
    @Nullable Level level,
    PrintStream out,
    Map<String, String> properties,
    CountDownLatch stop) {
  /** Time that a graceful stop may take before the process ends anyway. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  /** Service property of the {@link Runnable} that reads the configuration again. */
  private static final String RELOAD = "(monitor.reload=true)";

  /**
   * Starts the platform and returns after it was stopped.
   *
   * @return whether it stopped within the time
   * @throws LaunchException if it cannot be started
   * @throws RefusedConfiguration if the configuration is wrong; nothing was started
   */
  public boolean run() throws LaunchException, RefusedConfiguration, InterruptedException {
    try (DataFolder folder = DataFolder.open(data)) {
      LogSettings log = new LogSettings(folder.root().resolve("logs"), json(), level);
      log.apply();
      return run(folder, installed(folder, log));
    } catch (IOException e) {
      throw new LaunchException("Cannot use the data folder %s: %s".formatted(data, e), e);
    } catch (BundleException e) {
      throw new LaunchException("Cannot start the platform: " + e.getMessage(), e);
    }
  }

  private static boolean json() {
    return "json".equals(System.getenv("MONITOR_LOG_FORMAT"));
  }

  /**
   * The platform with its bundles, of which none has started. They are installed while the
   * configuration is read, since both take a tenth of a second of one processor.
   */
  private Container installed(DataFolder folder, LogSettings log)
      throws IOException, BundleException, RefusedConfiguration, InterruptedException {
    Map<String, String> facts = facts(folder, processStart()).properties(properties);
    CoreBundles bundles =
        new CoreBundles(Installation.jars(installation.bundles()), ClassPathBundles.ofProcess());
    if (bundles.onClassPath()) {
      NativeLibraries.unpackInto(folder.root().resolve("cache/native"));
    }
    FutureTask<Container> installing =
        new FutureTask<>(() -> Container.install(facts, log::levels, bundles));
    background("install", installing::run);
    try {
      expectRightConfiguration(folder);
    } catch (RefusedConfiguration | RuntimeException e) {
      giveUp(installing, e);
      throw e;
    }
    return result(installing);
  }

  /** What is wrong with the configuration is to be told, whatever happens beside it. */
  private static void giveUp(Future<Container> installing, Exception why)
      throws InterruptedException {
    try {
      result(installing).stop(STOP_TIMEOUT);
    } catch (BundleException | IllegalStateException e) {
      why.addSuppressed(e);
    }
  }

  private void expectRightConfiguration(DataFolder folder) throws RefusedConfiguration {
    Configuration read = new ConfigurationCheck(installation, folder.root(), configuration).read();
    if (!read.valid()) {
      throw new RefusedConfiguration(read.problems());
    }
  }

  private static Container result(Future<Container> installing)
      throws BundleException, InterruptedException {
    try {
      return installing.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BundleException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean run(DataFolder folder, Container container)
      throws IOException, BundleException, InterruptedException {
    Logger log = LoggerFactory.getLogger(Launcher.class);
    AtomicReference<Container> running = new AtomicReference<>();
    Signals.install(stop::countDown, () -> reload(running.get()));
    folder.crashed().ifPresent(note -> log.warn("{}", note));
    folder.markRunning();
    container.start();
    running.set(container);
    log.info(
        "Framework started in {} ms", Duration.between(processStart(), Instant.now()).toMillis());
    warnOfIdleBundles(log, container.notRunning());
    Thread announcer = background("readiness", () -> new Readiness(folder, out).announce());
    background("stop", () -> awaitThenCount(container, stop));
    stop.await();
    announcer.interrupt();
    return end(container, folder, log);
  }

  private PlatformFacts facts(DataFolder folder, Instant started) {
    return new PlatformFacts(
        installation, folder.root(), configuration, distribution, port, started);
  }

  private static Instant processStart() {
    return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  }

  private static void warnOfIdleBundles(Logger log, List<String> names) {
    if (!names.isEmpty()) {
      log.warn("Bundles that did not start: {}", String.join(", ", names));
    }
  }

  private static boolean end(Container container, DataFolder folder, Logger log)
      throws BundleException, InterruptedException, IOException {
    Instant asked = Instant.now();
    boolean stopped = container.stop(STOP_TIMEOUT);
    folder.markStopped();
    if (stopped) {
      log.info("Stopped in {} ms", Duration.between(asked, Instant.now()).toMillis());
    } else {
      log.error("Not everything stopped within {}; ending the process", STOP_TIMEOUT);
    }
    return stopped;
  }

  /** A bundle may stop the framework too. */
  private static void awaitThenCount(Container container, CountDownLatch stopAsked)
      throws InterruptedException {
    container.awaitStop();
    stopAsked.countDown();
  }

  private static void reload(@Nullable Container container) {
    if (container != null) {
      container.services(Runnable.class, RELOAD).forEach(Runnable::run);
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static Thread background(String name, Work work) {
    return Thread.ofPlatform()
        .name("launcher-" + name)
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}

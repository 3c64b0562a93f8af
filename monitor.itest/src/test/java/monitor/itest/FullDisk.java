package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;

/**
 * A platform whose data folder lies on a small file system, with lines of a file (policy {@code
 * block}) and numbers of a plugin (policy {@code drop_oldest}) coming in.
 */
final class FullDisk implements AutoCloseable {
  private static final int PER_SECOND = 2_000;
  private static final String LINES = "full";
  private static final String OK = "ok";

  /** A fresh event arrives within 5 s; a busy machine and a database that restarts stretch that. */
  private static final Duration RECOVERED = Duration.ofSeconds(60);

  private static final Duration NOTICED = Duration.ofSeconds(60);
  private static final Duration DRAINED = Duration.ofSeconds(90);

  private final Path folder;
  private final Mount mount;
  private final Path data;
  private final Platform platform;
  private final Api api;
  private final PacedWriter writer;

  /**
   * Starts it.
   *
   * @param server where the embedded database lies; beyond the mount it is reached by a link
   */
  FullDisk(Path folder, Mount mount, Path server) throws Exception {
    this.folder = folder;
    this.mount = mount;
    this.data = folder.resolve("data");
    Files.createDirectories(mount.at().resolve("taken"));
    Files.createDirectories(server);
    if (!server.startsWith(data)) {
      Files.createSymbolicLink(data.resolve("postgres"), server);
    }
    Files.createDirectories(data.resolve("plugins"));
    Path jar = PluginProject.forTests("load-plugin").build();
    Files.copy(jar, data.resolve("plugins/load.jar"));
    String options = "-Dload.rate=%d -Dload.stop=%s".formatted(PER_SECOND, stop());
    platform = Platform.start(folder, configuration(), "env", "MONITOR_JAVA_OPTS=" + options);
    api = platform.setUp();
    writer = new PacedWriter(platform.watched("full.log"), LINES, PER_SECOND);
    awaitFresh("the first lines");
  }

  private String configuration() {
    return """
    [runtime]
    journal.max-size = "8MiB"
    journal.free-floor = "0B"

    """
        + Configurations.standard(folder);
  }

  private Path stop() {
    return folder.resolve("numbers");
  }

  /** Takes what the file system has until nothing comes in any more, and gives it back. */
  void cycle(Shortage shortage) throws Exception {
    Path taken = mount.at().resolve("taken");
    long held = writer.durable() + PER_SECOND;
    try {
      Await.until(
          "the journal refuses lines for want of " + shortage,
          NOTICED,
          () -> {
            shortage.take(taken);
            return writer.durable() < held ? OK : state();
          },
          state -> !state.equals(OK));
      writer.awaitMore(PER_SECOND);
    } finally {
      Shortage.giveBack(taken);
    }
    awaitFresh("lines written after there were " + shortage + " again");
    Await.until("the journal is well", RECOVERED, this::state, OK::equals);
  }

  private String state() throws Exception {
    return api.get("pipeline").path("journal").path("state").asText();
  }

  private void awaitFresh(String what) throws Exception {
    long fresh = writer.durable() + 1;
    Await.until(what, RECOVERED, () -> StoredLines.next(data, LINES), next -> next > fresh);
  }

  /** Ends the load, and compares what was written with what is stored. */
  void compare() throws Exception {
    writer.close();
    StoredLines.awaitComplete(data, LINES, writer.durable(), DRAINED);
    Files.createFile(stop());
    String emitted =
        Await.until(
            "the plugin ends", NOTICED, () -> Files.readString(stop()), text -> !text.isEmpty());
    StoredNumbers stored = StoredNumbers.awaitAccountedFor(data, Long.parseLong(emitted), DRAINED);
    assertThat(stored.missing()).as("a full disk drops numbers").isPositive();
    Await.until("the balance says the same", RECOVERED, this::balance, stored.balance()::equals);
  }

  /** Received, delivered, buffered and dropped of the numbers' route to storage. */
  private String balance() throws Exception {
    JsonNode route =
        StreamSupport.stream(api.get("pipeline").path("routes").spliterator(), false)
            .filter(one -> one.path("source").asText().startsWith("load."))
            .filter(one -> one.path("sink").asText().equals("sink.postgres"))
            .findFirst()
            .orElseThrow();
    JsonNode balance = route.path("balance");
    long dropped =
        balance.path("dropped").properties().stream().mapToLong(e -> e.getValue().asLong()).sum();
    return "received %d, delivered %d, buffered %d, dropped %d"
        .formatted(
            balance.path("received").asLong(),
            balance.path("delivered").asLong(),
            balance.path("buffered").asLong(),
            dropped);
  }

  @Override
  public void close() throws Exception {
    writer.close();
    platform.close();
  }
}

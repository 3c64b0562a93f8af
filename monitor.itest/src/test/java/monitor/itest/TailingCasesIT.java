package monitor.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The six cases by which log shippers are compared in public (vectordotdev/vector-test-harness:
 * disk buffer persistence, file rotation by create and by truncate, truncation, reload, wrapped
 * JSON): every line is stored once, intact and in order.
 */
class TailingCasesIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int PORTIONS = 20;
  private static final int PORTION = 200;
  private static final int ROTATE_EVERY = 5;
  private static final int PER_SECOND = 2_000;

  private static Path folder;
  private static Platform platform;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    folder = Surroundings.emptyFolder("tailing-cases");
    platform = Platform.start(folder, configuration("1s"));
    api = platform.setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  private static String configuration(String scanInterval) {
    return """
    [[collector.logs]]
    name = "plain"
    paths = ["%1$s/watched/*.log"]
    scan-interval = "%2$s"

    [[collector.logs]]
    name = "wrapped"
    paths = ["%1$s/watched/*.json"]
    format = "json"
    body-field = "log"
    """
        .formatted(folder, scanInterval);
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Writes lines in portions, and does something between them now and then. */
  private static void write(String name, Step between) throws Exception {
    Path file = platform.watched(name + ".log");
    for (int portion = 0; portion < PORTIONS; portion++) {
      StringBuilder lines = new StringBuilder();
      for (long number = 0; number < PORTION; number++) {
        lines.append(StoredLines.line(name, (long) portion * PORTION + number)).append('\n');
      }
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (portion % ROTATE_EVERY == 0) {
        between.run();
      }
    }
    awaitComplete(name, PORTIONS * PORTION);
  }

  private static void awaitComplete(String name, long lines) throws Exception {
    StoredLines.awaitComplete(platform.data(), name, lines, WITHIN);
  }

  /** Any line of what lies in the file now is stored, so that the file is known. */
  private static void awaitKnown(String name) throws Exception {
    long first = lastNumber(name) - PORTION + 1;
    Await.until(name, WITHIN, () -> StoredLines.next(platform.data(), name), next -> next > first);
  }

  private static long lastNumber(String name) throws IOException {
    String last = Files.readAllLines(platform.watched(name + ".log")).getLast();
    return Long.parseLong(last.substring(name.length() + 1, last.indexOf(' ')));
  }

  @Test
  void keepsOnDiskWhatCannotBeDelivered() throws Exception {
    Path file = platform.watched("buffer.log");
    try (PacedWriter writer = new PacedWriter(file, "buffer", PER_SECOND)) {
      writer.awaitMore(PER_SECOND);
      try (FrozenDatabase frozen = FrozenDatabase.freeze(platform.data())) {
        long before = buffered();
        writer.awaitMore(3L * PER_SECOND);
        Await.until(
            "lines on disk",
            WITHIN,
            TailingCasesIT::buffered,
            now -> now > before + 2L * PER_SECOND);
        platform.kill();
      }
      platform.restart();
      api = api.at(platform.awaitReady());
      writer.awaitMore(PER_SECOND);
      writer.close();
      awaitComplete("buffer", writer.durable());
    }
  }

  private static long buffered() throws IOException, InterruptedException {
    long buffered = 0;
    for (JsonNode route : api.get("pipeline").path("routes")) {
      buffered += route.path("balance").path("buffered").asLong();
    }
    return buffered;
  }

  @Test
  void readsOnWhenAFileIsRenamedAndCreatedAnew() throws Exception {
    int[] rotations = {0};
    write(
        "create",
        () -> {
          awaitKnown("create");
          Path file = platform.watched("create.log");
          Files.move(file, file.resolveSibling("create.log." + ++rotations[0]));
        });
  }

  @Test
  void readsOnWhenAFileIsCopiedAndTruncated() throws Exception {
    write(
        "copied",
        () -> {
          awaitKnown("copied");
          Path file = platform.watched("copied.log");
          Path copy = file.resolveSibling("copied.log.1");
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
          truncate(file);
        });
  }

  @Test
  void beginsAnewWhenAFileIsTruncated() throws Exception {
    write(
        "cut",
        () -> {
          long next = lastNumber("cut") + 1;
          Await.until(
              "all", WITHIN, () -> StoredLines.next(platform.data(), "cut"), all -> all == next);
          truncate(platform.watched("cut.log"));
        });
  }

  private static void truncate(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  @Test
  void readsOnWhenTheConfigurationIsChanged() throws Exception {
    Path file = platform.watched("reload.log");
    try (PacedWriter writer = new PacedWriter(file, "reload", PER_SECOND)) {
      for (String interval : new String[] {"500ms", "2s", "300ms", "1s"}) {
        writer.awaitMore(PER_SECOND);
        long before = applied();
        Files.writeString(folder.resolve("monitor.toml"), configuration(interval));
        Await.until("new settings", WITHIN, TailingCasesIT::applied, now -> now > before);
      }
      writer.awaitMore(PER_SECOND);
      writer.close();
      awaitComplete("reload", writer.durable());
    }
  }

  private static long applied() throws IOException {
    return platform.output().lines().filter(line -> line.contains("Configuration applied")).count();
  }

  @Test
  void unwrapsLinesFromJson() throws Exception {
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    for (long number = 0; number < PORTION; number++) {
      String line = StoredLines.line("wrapped", number) + "\n";
      Map<String, ?> wrapped =
          Map.of("log", line, "stream", "stdout", "nested", Map.of("a", "\"}"));
      lines.append(json.writeValueAsString(wrapped)).append('\n');
    }
    Files.writeString(platform.watched("w.json"), lines);
    awaitComplete("wrapped", PORTION);
  }
}

package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Same identity, other bytes (G2): a data folder was copied, and both platforms write into one
 * PostgreSQL.
 */
class ConflictIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern TWO = Pattern.compile("two-\\d{4}");
  private static final int COMMON = 200;
  private static final int ONE = 400;
  private static final int TWOS = 300;

  private final Path original = Surroundings.folder("conflict/original");
  private final Path copy = Surroundings.folder("conflict/copy");

  @Test
  void setsAsideWhatIsStoredOtherwiseAndGoesOnInANewEpoch() throws Exception {
    Surroundings.emptyFolder("conflict");
    Files.createDirectories(original);
    try (Platform first = Platform.start(original, configuration(original, ""))) {
      first.awaitReady();
      append(first, "common", 0, COMMON);
      awaitStored("common", COMMON);
      first.terminate();
      copy(first.data(), copy.resolve("data"));
      first.restart();
      Api one = first.setUp();
      // The numbers after the common ones are taken now.
      append(first, "one", 0, ONE / 2);
      awaitStored("one", ONE / 2);
      String server = "[sink.postgres]\nurl = \"%s\"\n".formatted(address());
      try (Platform second = Platform.start(copy, configuration(copy, server))) {
        Api two = second.setUp();
        append(second, "two", 0, TWOS / 3);
        Await.until("a conflict", SOON, () -> conflicts(two), dropped -> dropped > 0);
        append(second, "two", TWOS / 3, TWOS);
        append(first, "one", ONE / 2, ONE);
        awaitStored("one", ONE);
        awaitStored("two-0299", 1);

        assertNothingGoodIsLost(two);
        assertAlarmed(second, two);
        assertThat(conflicts(one)).isZero();
      }
    }
  }

  private void assertNothingGoodIsLost(Api two) throws Exception {
    assertThat(stored("common")).doesNotHaveDuplicates().hasSize(COMMON).isSorted();
    assertThat(stored("one")).doesNotHaveDuplicates().hasSize(ONE).isSorted();
    List<String> stored = stored("two");
    assertThat(stored).doesNotHaveDuplicates().isSorted();
    Set<String> refused = quarantined();
    assertThat(refused).isNotEmpty().doesNotContainAnyElementsOf(stored);
    assertThat(conflicts(two)).isEqualTo(refused.size());
    Set<String> all = new TreeSet<>(stored);
    all.addAll(refused);
    assertThat(all)
        .containsExactlyElementsOf(
            IntStream.range(0, TWOS).mapToObj("two-%04d"::formatted).toList());
    String epochs = "select count(distinct epoch) from logs_v1 where source = 'collector.logs~app'";
    assertThat(Database.query(original.resolve("data"), epochs)).containsExactly("2");
  }

  private void assertAlarmed(Platform second, Api two) throws Exception {
    assertThat(second.output())
        .contains("sink.postgres has other events under the identity of", "is kept in")
        .contains(copy.resolve("data/quarantine/sink.postgres").toString());
    String metrics = two.text("/metrics");
    assertThat(metrics)
        .containsPattern(
            "monitor_bound_used\\{bound=\"quarantine\",of=\"sink.postgres\",unit=\"batches\"} [1-9]")
        .contains(
            "monitor_route_dropped_events_total{reason=\"conflict\",sink=\"sink.postgres\","
                + "source=\"collector.logs~app\"} %d\n".formatted(quarantined().size()));
  }

  private static String configuration(Path folder, String more) {
    return """
    [runtime]
    agent = "twins"
    compression = "none"

    [[collector.logs]]
    name = "app"
    paths = ["%s/watched/*.log"]

    """
            .formatted(folder)
        + more;
  }

  private static void append(Platform platform, String name, int from, int to) throws IOException {
    String lines =
        IntStream.range(from, to)
            .mapToObj(i -> "%s-%04d\n".formatted(name, i))
            .collect(Collectors.joining());
    Files.writeString(
        platform.watched("app.log"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** All but the database, which only one of them has. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.filter(path -> !path.startsWith(from.resolve("postgres"))).toList()) {
        Path target = to.resolve(from.relativize(path));
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private String address() throws IOException {
    Path server = original.resolve("data/postgres");
    String password = Files.readString(server.resolve("password")).strip();
    List<String> note = Files.readAllLines(server.resolve("data-18/postmaster.pid"));
    return "postgres://monitor:%s@127.0.0.1:%s/monitor".formatted(password, note.get(3).strip());
  }

  private void awaitStored(String name, int lines) throws Exception {
    Await.until("lines " + name, SOON, () -> stored(name).size(), count -> count >= lines);
  }

  /** In the order of their streams. */
  private List<String> stored(String name) throws Exception {
    return Database.query(
        original.resolve("data"),
        "select body from logs_v1 join streams_v1 using (agent, epoch, stream) where body like '"
            + name
            + "%' order by epoch_ordinal, sequence");
  }

  private Set<String> quarantined() throws IOException {
    Set<String> lines = new TreeSet<>();
    try (Stream<Path> files = Files.list(copy.resolve("data/quarantine/sink.postgres"))) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("collector.logs")).toList()) {
        String batch = Files.readString(file, StandardCharsets.ISO_8859_1);
        TWO.matcher(batch).results().forEach(line -> lines.add(line.group()));
      }
    }
    return lines;
  }

  private static long conflicts(Api api) throws Exception {
    return StreamSupport.stream(api.get("pipeline").path("routes").spliterator(), false)
        .filter(route -> route.path("sink").asText().equals("sink.postgres"))
        .filter(route -> route.path("source").asText().equals("collector.logs~app"))
        .map(route -> route.at("/balance/dropped/conflict"))
        .mapToLong(JsonNode::asLong)
        .sum();
  }
}

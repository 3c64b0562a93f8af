package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong configurations: refused with the file, the line and the key, before anything starts. */
class ConfigurationIT {
  private static final int PROBLEMS = 3;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown key        | [collector.metrics] | intervall = "1s"         | intervall
          wrong type         | [collector.metrics] | interval = true          | interval
          out of range       | [collector.metrics] | interval = "1ms"         | interval
          too short to keep  | [sink.postgres]     | log-retention = "1h"     | log-retention
          undefined variable | [sink.postgres]     | url = "${ITEST_NOWHERE}" | ITEST_NOWHERE
          """)
  void isRefusedByCheckAndRun(String what, String table, String line, String named)
      throws Exception {
    Path folder = Surroundings.emptyFolder("configuration-" + what.replace(' ', '-'));
    Path file = folder.resolve("monitor.toml");
    Files.writeString(file, "# a comment\n%s\n%s\n".formatted(table, line));

    String checked = refused(folder, "check", "--offline");
    String ran = refused(folder, "run", "--no-supervisor", "--port", "0");

    for (String output : List.of(checked, ran)) {
      assertThat(output).contains("monitor.toml:3").contains(named).doesNotContain("\tat ");
    }
    assertThat(folder.resolve("data/run/monitor.json")).doesNotExist();
  }

  @Test
  void checkTellsThatADatabaseCannotBeReachedUnlessItIsOffline() throws Exception {
    Path folder = Surroundings.emptyFolder("configuration-database");
    Path file = folder.resolve("monitor.toml");
    Files.writeString(
        file, "[sink.postgres]\nurl = \"postgres://u:hidden-word@127.0.0.1:1/monitor\"\n");
    assertThat(refused(folder, "check"))
        .contains("sink.postgres.url: nobody can log in to the database", "127.0.0.1:1")
        .doesNotContain("hidden-word", "\tat ");
    assertThat(run(folder, "check", "--offline")).isZero();
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void envTellsWhatSetsEachValueAndShowsNoSecret() throws Exception {
    Path folder = Surroundings.emptyFolder("configuration-env");
    Path file = folder.resolve("monitor.toml");
    Files.writeString(
        file,
        """
        [sink.postgres]
        url = "${DATABASE_URL:-}"
        retention = "7d"
        """);
    Files.writeString(
        folder.resolve(".env"),
        "DATABASE_URL=postgres://u:hidden-word@127.0.0.1/monitor\nJWT_SECRET=%s\n"
            .formatted("hidden-word".repeat(4)));
    assertThat(run(folder, "env", "-o", "json")).isZero();
    String output = Files.readString(folder.resolve("output.txt"));
    assertThat(output).doesNotContain("hidden-word");
    Map<String, JsonNode> entries = new HashMap<>();
    for (JsonNode entry : new ObjectMapper().readTree(output).path("entries")) {
      entries.put(entry.path("name").asText(), entry);
    }
    assertThat(entries.get("home").path("value").asText())
        .isEqualTo(Surroundings.DISTRIBUTION.toRealPath().toString());
    assertThat(entries.get("home").path("origin").asText()).isEqualTo("bin/monitor");
    assertThat(entries.get("data").path("origin").asText()).isEqualTo("--data");
    assertThat(entries.get("http").path("value").asText()).isEqualTo("127.0.0.1:7717");
    assertThat(entries.get("sink.postgres.retention").path("value").asText()).isEqualTo("7d");
    assertThat(entries.get("sink.postgres.retention").path("origin").asText())
        .isEqualTo(file + ":3");
    assertThat(entries.get("sink.postgres.hour-retention").path("origin").asText())
        .isEqualTo("default");
    assertThat(entries.get("JWT_SECRET").path("origin").asText())
        .isEqualTo(folder.resolve(".env").toString());
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private static String refused(Path folder, String... command) throws Exception {
    int code = run(folder, command);
    String output = Files.readString(folder.resolve("output.txt"));
    assertThat(code).as(output).isEqualTo(PROBLEMS);
    return output;
  }

  private static int run(Path folder, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--config", folder.resolve("monitor.toml").toString()));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    Files.deleteIfExists(folder.resolve("output.txt"));
    Process process = Platform.command(folder, arguments);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}

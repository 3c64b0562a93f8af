package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands that watch a platform, against a platform. */
@Tag("full")
class CommandIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path folder;
  private static Platform platform;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    folder = Surroundings.emptyFolder("command");
    platform = Platform.start(folder, "[collector.metrics]\ninterval = \"1s\"\n");
    api = platform.setUp();
    Files.writeString(folder.resolve("token"), api.token());
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  /** Runs a command in a folder of its own, where its output is. */
  private static Process run(String name, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data", platform.data().toString()));
    arguments.addAll(List.of("--token-file", folder.resolve("token").toString()));
    return Platform.command(Files.createDirectories(folder.resolve(name)), arguments);
  }

  private static String output(String name) throws Exception {
    Path file = folder.resolve(name).resolve("output.txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void expectFine(Process process, String name) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(() -> name).isTrue();
    assertThat(process.exitValue()).as(output(name)).isZero();
  }

  /** A plugin that says something ten times a second. */
  private static void drop(String version, String text) throws Exception {
    Path jar =
        PluginProject.copy("hello-plugin")
            .version(version)
            .edit("Duration.ofSeconds(1)", "Duration.ofMillis(100)")
            .edit("\"hello\"", "\"" + text + "\"")
            .build();
    Path drop = platform.dropFolder().resolve("hello.jar");
    Files.copy(jar, drop, StandardCopyOption.REPLACE_EXISTING);
    Await.until(
        version,
        SOON,
        () -> api.plugin("hello.plugin").map(CommandIT::versionAndState).orElse(""),
        (version + " active")::equals);
  }

  private static String versionAndState(JsonNode plugin) {
    return plugin.path("version").asText() + " " + plugin.path("state").asText();
  }

  @Test
  void tapGoesOnWhileThePluginIsUpgraded() throws Exception {
    drop("1.0.0", "first");
    Process tap =
        run(
            "tap",
            "tap",
            "hello.plugin.HelloSource",
            "--where",
            "text~again",
            "--limit",
            "3",
            "--json");
    Process both = run("both", "tap", "hello.plugin.HelloSource", "-o", "jsonl");
    try {
      Await.until("events", SOON, () -> output("both"), text -> text.contains("\"first\""));
      drop("1.1.0", "again");
      expectFine(tap, "tap");
      for (String line : output("tap").lines().toList()) {
        assertThat(JSON.readTree(line).toString()).contains("\"again\"", "hello.greeting");
      }
      assertThat(output("tap").lines()).hasSize(3);
      assertThat(output("both")).contains("\"first\"", "\"again\"").doesNotContain("monitor:");
    } finally {
      tap.destroy();
      both.destroy();
    }
  }

  @Test
  void topShowsWhatEachPluginMovesAndCosts() throws Exception {
    expectFine(run("top", "top", "--once", "--json", "--sort", "cpu"), "top");
    JsonNode plugins = JSON.readTree(output("top")).path("plugins");
    assertThat(plugins.findValuesAsText("name")).contains("collector.metrics", "sink.postgres");
    for (JsonNode plugin : plugins) {
      assertThat(plugin.path("eventsPerSecond").isNumber()).isTrue();
      assertThat(plugin.path("cpu").asDouble()).isBetween(0.0, 64.0);
      assertThat(plugin.has("allocatedBytesPerSecond")).isTrue();
      assertThat(plugin.has("backlog")).isTrue();
    }
    Process unknown = run("nobody", "tap", "nobody");
    assertThat(unknown.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(unknown.exitValue()).as(output("nobody")).isEqualTo(6);
  }
}

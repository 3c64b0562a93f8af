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
  private static int runs;

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

  /** Runs a command of plugins to its end and answers what it printed. */
  private static String plugin(int exit, String... command) throws Exception {
    String name = "plugin-" + ++runs;
    List<String> all = new ArrayList<>(List.of("plugin"));
    all.addAll(List.of(command));
    Process process = run(name, all.toArray(String[]::new));
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s", all).isTrue();
    String said = output(name);
    assertThat(process.exitValue()).as("%s: %s", all, said).isEqualTo(exit);
    return said;
  }

  private static PluginProject commanded() throws Exception {
    return PluginProject.copy("hello-plugin")
        .named("command.plugin")
        .edit("@Component\n", "@Component(name = \"commanded\")\n");
  }

  @Test
  void changesAPluginStepByStepAndSaysByItsExitCodeHowItEnded() throws Exception {
    Path jar = commanded().build();
    String first = jar.toString();
    String second = Jars.with(jar, "Bundle-Version", "1.1.0").toString();
    String broken =
        commanded()
            .version("1.2.0")
            .edit(
                "  @Override\n  public void run(",
                "  public HelloSource() { throw new IllegalStateException(\"no luck\"); }\n"
                    + "  @Override\n  public void run(")
            .build()
            .toString();

    assertThat(plugin(0, "verify", first)).contains("command.plugin 1.0.0 can be installed");
    assertThat(plugin(0, "install", first, "--why", "first try"))
        .contains("verify ", "trial ", "commit ", "install of command.plugin 1.0.0: committed");
    assertThat(plugin(0, "list")).containsPattern("command.plugin +1.0.0 +active");
    assertThat(plugin(0, "diff", second)).contains("1.0.0 → 1.1.0");
    assertThat(plugin(0, "upgrade", second)).contains("1.0.0 to 1.1.0: committed");

    assertThat(plugin(8, "upgrade", broken)).contains("rolled-back", "no luck");
    assertThat(plugin(7, "install", first)).contains("rejected", "--allow-downgrade");
    plugin(0, "pin", "command.plugin", "--why", "release week");
    assertThat(plugin(7, "upgrade", broken)).contains("is pinned to 1.1.0; unpin it first");
    plugin(0, "unpin", "command.plugin");

    plugin(0, "rollback", "command.plugin");
    assertThat(plugin(0, "history", "command.plugin"))
        .contains("first try", "release week", "no luck")
        .containsPattern("rollback +1.0.0 \\* +yes");
    plugin(0, "disable", "command.plugin");
    assertThat(plugin(0, "info", "command.plugin")).containsPattern("state +disabled");
    plugin(0, "enable", "command.plugin");
    assertThat(plugin(0, "remove", "command.plugin", "--dry-run"))
        .contains("If it is removed: commanded is not collected any more");
    plugin(0, "remove", "command.plugin", "--yes");
    plugin(6, "info", "command.plugin");
  }
}

package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A plugin of a third party comes, changes and goes while everything else runs on. */
class DropFolderIT {
  /** Two seconds, doubled as a build may run beside. */
  private static final Duration SOON = Duration.ofSeconds(4);

  private static Platform platform;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    Path folder = Surroundings.emptyFolder("drop");
    platform = Platform.start(folder, Configurations.standard(folder));
    api = platform.setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  @Test
  void runsUpgradesAndRemovesThePluginOfAThirdParty() throws Exception {
    Path first = PluginProject.copy("hello-plugin").build();
    Path second =
        PluginProject.copy("hello-plugin")
            .version("1.1.0")
            .edit("\"hello\"", "\"bonjour\"")
            .build();
    Map<String, String> before = restarts();
    Path dropped = platform.dropFolder().resolve("hello.jar");

    Files.copy(first, dropped);
    Await.until("it is active", SOON, () -> state("hello.plugin"), "active 1.0.0"::equals);
    Await.until("it is stored", SOON, () -> greetings("hello"), count -> count > 0);

    Files.copy(second, dropped, StandardCopyOption.REPLACE_EXISTING);
    Await.until("it is replaced", SOON, () -> state("hello.plugin"), "active 1.1.0"::equals);
    Await.until("it is stored", SOON, () -> greetings("bonjour"), count -> count > 0);

    Files.delete(dropped);
    Await.until("it is gone", SOON, () -> state("hello.plugin"), "none"::equals);
    assertThat(restarts()).containsAllEntriesOf(before);
    assertThat(Database.query(platform.data(), "select stream || reason from gaps_v1")).isEmpty();
  }

  private static String state(String plugin) throws Exception {
    return api.plugin(plugin)
        .map(view -> view.path("state").asText() + " " + view.path("version").asText())
        .orElse("none");
  }

  private static long greetings(String text) throws Exception {
    String sql =
        "select count(*) from events_v1 where kind = 'hello.greeting' and attributes ->> 'text' = '"
            + text
            + "'";
    return Long.parseLong(Database.query(platform.data(), sql).getFirst());
  }

  /** Restarts of every source and sink that is not under test. */
  private static Map<String, String> restarts() throws Exception {
    Map<String, String> restarts = new TreeMap<>();
    JsonNode pipeline = api.get("pipeline");
    for (String type : List.of("sources", "sinks")) {
      for (JsonNode component : pipeline.path(type)) {
        if (!component.path("name").asText().startsWith("hello.")) {
          restarts.put(component.path("name").asText(), component.path("restarts").asText());
        }
      }
    }
    assertThat(restarts).containsKeys("collector.logs~app", "sink.postgres");
    return restarts;
  }

  @Test
  void explainsJarsThatCannotWorkAndChangesNothing() throws Exception {
    Path good = PluginProject.copy("hello-plugin").named("other.plugin").build();
    byte[] all = Files.readAllBytes(good);
    Map<String, String> before = restarts();

    Files.write(drop("truncated.jar"), Arrays.copyOf(all, all.length / 2));
    Files.writeString(drop("text.jar"), "I am a text\n");
    Files.copy(Jars.withImport(good, "com.acme.absent"), drop("import.jar"));

    explained("truncated.jar", "it is not a complete jar");
    explained("text.jar", "it is not a jar");
    explained("import.jar", "it needs the package com.acme.absent, which no bundle offers");
    assertThat(api.plugin("other.plugin")).isEmpty();
    assertThat(restarts()).containsAllEntriesOf(before);
  }

  /** Two plugins whose authors gave a source the same name. */
  @Test
  void explainsThatANameIsTakenAndRunsTheSecondOnceItIsFree() throws Exception {
    Path first = PluginProject.copy("hello-plugin").named("first.plugin").build();
    Path second = PluginProject.copy("hello-plugin").named("second.plugin").build();
    String why = "the name hello.plugin.HelloSource is that of a source of first.plugin";

    Files.copy(first, drop("first.jar"));
    Await.until("it is active", SOON, () -> state("first.plugin"), "active 1.0.0"::equals);
    Files.copy(second, drop("second.jar"));
    Await.until("it waits", SOON, () -> state("second.plugin"), "inactive 1.0.0"::equals);
    assertThat(api.plugin("second.plugin").orElseThrow().path("reason").asText()).contains(why);
    JsonNode waiting = api.get("pipeline").path("waiting").path(0);
    assertThat(waiting.path("plugin").asText()).isEqualTo("second.plugin");
    assertThat(waiting.path("reason").asText()).startsWith(why).contains("or remove first.plugin");
    assertThat(platform.output()).contains(why);
    assertThat(state("first.plugin")).isEqualTo("active 1.0.0");

    Files.delete(drop("first.jar"));
    Await.until("it runs", SOON, () -> state("second.plugin"), "active 1.0.0"::equals);
    assertThat(api.get("pipeline").path("waiting")).isEmpty();
    Files.delete(drop("second.jar"));
    Await.until("it is gone", SOON, () -> state("second.plugin"), "none"::equals);
  }

  private static Path drop(String file) {
    return platform.dropFolder().resolve(file);
  }

  private static void explained(String file, String reason) throws Exception {
    Path note = drop(file + ".rejected.txt");
    Await.until(
        "the note of " + file,
        Duration.ofSeconds(10),
        () -> Files.exists(note) ? Files.readString(note) : "",
        text -> text.contains(reason));
    assertThat(platform.output()).contains(reason);
    Files.delete(drop(file));
    Await.until("no note of " + file, SOON, () -> Files.exists(note), there -> !there);
  }
}

package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the configuration permits, and flags that are not what the manifest says. */
class PolicyIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String RULE =
      """
      # rules for others
      [[policy]]
      name = "others"
      plugins = ["hello.*"]
      """;

  private static Path folder;
  private static Platform platform;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    folder = Surroundings.emptyFolder("policy");
    Files.createDirectories(folder.resolve("data/plugins"));
    Files.copy(
        PluginProject.copy("hello-plugin").build(), folder.resolve("data/plugins/hello.jar"));
    Path lying =
        PluginProject.copy("hello-plugin")
            .named("lying.plugin")
            .edit(
                "@Component\n",
                "@Component(name = \"lying\", property = \"monitor.uses=RAW_SOCKET\")\n")
            .build();
    Files.copy(lying, folder.resolve("data/plugins/lying.jar"));
    platform = Platform.start(folder, RULE + "deny = [\"CUSTOM\"]\n");
    api = platform.setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  private static JsonNode await(String plugin, String state) throws Exception {
    return Await.until(
        plugin + " is " + state,
        SOON,
        () -> api.plugin(plugin).orElse(null),
        view -> view != null && view.path("state").asText().equals(state));
  }

  @Test
  void degradesGrantsAndNamesTheRuleAndAppliesAChangeLive() throws Exception {
    JsonNode refused = await("hello.plugin", "degraded").at("/capabilities/refused/0");
    assertThat(refused.path("name").asText()).isEqualTo("CUSTOM");
    assertThat(refused.path("by").asText()).isEqualTo("policy");
    assertThat(refused.path("reason").asText())
        .isEqualTo(
            "[[policy]] others.deny (%s:5) denies it to hello.plugin"
                .formatted(folder.resolve("monitor.toml")));
    JsonNode rule = api.get("capabilities").at("/policy/0");
    assertThat(rule.path("where").asText()).endsWith("monitor.toml:3");
    assertThat(rule.path("appliesTo").path(0).asText()).isEqualTo("hello.plugin");

    Files.writeString(folder.resolve("monitor.toml"), RULE + "deny = [\"KERNEL_LEVEL\"]\n");
    await("hello.plugin", "active");

    Files.writeString(folder.resolve("monitor.toml"), RULE + "permit = [\"LOGS\"]\n");
    assertThat(await("hello.plugin", "degraded").path("reason").asText())
        .contains("[[policy]] others.permit (");
  }

  @Test
  void refusesAPluginWhoseFlagsAreNotThoseOfItsManifest() throws Exception {
    JsonNode deployment =
        Await.until(
            "the end of its deployment",
            SOON,
            PolicyIT::deploymentOfTheLiar,
            found -> found.path("state").asText().equals("rejected"));
    assertThat(deployment.path("reason").asText())
        .contains("its manifest and its components declare different capabilities", "RAW_SOCKET");
    assertThat(api.plugin("lying.plugin")).isEmpty();
  }

  /** It is named after its file until its manifest was accepted. */
  private static JsonNode deploymentOfTheLiar() throws Exception {
    for (JsonNode deployment : api.get("deployments").path("deployments")) {
      if (deployment.path("plugin").asText().startsWith("lying.")) {
        return deployment;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  void tellsWhatTheHostIsAndWhoDoesTasks() throws Exception {
    JsonNode shape = api.get("capabilities");
    assertThat(shape.at("/host/facts/cgroup").asText()).isNotEmpty();
    assertThat(shape.at("/host/offered").toString()).contains("NETWORK");
    assertThat(shape.path("performers").findValuesAsText("plugin")).contains("probe.reachability");
    assertThat(shape.path("performers").findValues("tasks").toString()).contains("ping", "tcp");
  }
}

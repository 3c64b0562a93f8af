package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A source that needs what the process was not given. */
class PrivilegeIT {
  @Test
  void showsWhoRefusedACapabilityAndWhy() throws Exception {
    Path folder = Surroundings.emptyFolder("privilege");
    Files.createDirectories(folder.resolve("data/plugins"));
    Files.copy(PluginProject.needingKernel(), folder.resolve("data/plugins/kernel.jar"));
    try (Platform platform = Platform.start(folder, "", Surroundings.WITHOUT_KERNEL)) {
      Api api = platform.setUp();

      JsonNode plugin =
          Await.until(
              "the refusal",
              Duration.ofSeconds(20),
              () -> api.plugin("hello.plugin").orElse(null),
              view -> view != null && !view.path("capabilities").path("refused").isEmpty());

      assertThat(plugin.path("state").asText()).isEqualTo("inactive");
      assertThat(plugin.path("reason").asText()).contains("KERNEL_LEVEL");
      JsonNode refused = plugin.path("capabilities").path("refused").path(0);
      assertThat(refused.path("name").asText()).isEqualTo("KERNEL_LEVEL");
      assertThat(refused.path("by").asText()).isEqualToIgnoringCase("host");
      assertThat(refused.path("reason").asText()).contains("CAP_SYS_ADMIN");
    }
  }
}

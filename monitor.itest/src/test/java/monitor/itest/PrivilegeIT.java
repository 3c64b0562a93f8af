package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sources that need what the process was not given. */
class PrivilegeIT {
  @Test
  void showsWhoRefusedACapabilityAndWhy() throws Exception {
    Path folder = Surroundings.emptyFolder("privilege");
    Files.createDirectories(folder.resolve("data/plugins"));
    Files.copy(PluginProject.needingKernel(), folder.resolve("data/plugins/kernel.jar"));
    String capture = Configurations.capture(9);
    try (Platform platform = Platform.start(folder, capture, Surroundings.WITHOUT_KERNEL_AND_RAW)) {
      Api api = platform.setUp();
      expectRefusal(api, "hello.plugin", "KERNEL_LEVEL", "CAP_SYS_ADMIN");
      expectRefusal(api, "collector.traffic", "PACKET_CAPTURE", "CAP_NET_RAW");
    }
  }

  private static void expectRefusal(Api api, String name, String capability, String privilege)
      throws Exception {
    JsonNode plugin =
        Await.until(
            "the refusal of " + capability,
            Duration.ofSeconds(20),
            () -> api.plugin(name).orElse(null),
            view -> view != null && !view.path("capabilities").path("refused").isEmpty());
    assertThat(plugin.path("state").asText()).isEqualTo("inactive");
    assertThat(plugin.path("reason").asText()).contains(capability);
    JsonNode refused = plugin.path("capabilities").path("refused").path(0);
    assertThat(refused.path("name").asText()).isEqualTo(capability);
    assertThat(refused.path("by").asText()).isEqualToIgnoringCase("host");
    assertThat(refused.path("reason").asText()).contains(privilege);
  }
}

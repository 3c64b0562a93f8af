package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import monitor.deployer.verify.DamagedJars;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * T18 for uploads through the public doors of a platform with 64 MiB of heap: damaged copies of a
 * plugin are sent, compared and dropped. Each is installed or refused with a reason, within a
 * deadline; nothing fails, and another plugin goes on. The property {@code tests.seed} repeats one
 * run.
 */
@Tag("T18")
class UploadFuzzIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  @Tag("full")
  void answersEveryDamagedJar() throws Exception {
    fuzz(Duration.ofSeconds(30), 100);
  }

  @Test
  @Tag("soak")
  void answersEveryDamagedJarForLong() throws Exception {
    String minutes = System.getProperty("tests.minutes", "");
    fuzz(Duration.ofMinutes(minutes.isEmpty() ? 120 : Long.parseLong(minutes)), 100);
  }

  private static void fuzz(Duration length, int least) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    Path folder = Surroundings.emptyFolder("upload-fuzz");
    byte[] good =
        Files.readAllBytes(PluginProject.copy("hello-plugin").named("fuzzed.plugin").build());
    String[] heap = {"env", "MONITOR_JAVA_OPTS=-Xmx64m"};
    try (Platform platform =
        Platform.start(folder, "[collector.metrics]\ninterval = \"1s\"\n", heap)) {
      Api api = platform.setUp();
      int round = 0;
      long end = System.nanoTime() + length.toNanos();
      while (round < least || System.nanoTime() - end < 0) {
        String what = "round %d, tests.seed=%d".formatted(round, seed);
        byte[] bad = DamagedJars.of(good, random);
        switch (round++ % 8) {
          case 0 -> drop(platform, api, bad, what);
          case 1, 2, 3 -> compare(api, bad, what);
          default -> send(api, bad, what);
        }
      }
      long before = api.get("sources/collector.metrics").path("events").asLong();
      Await.until(
          "the other plugin goes on",
          SOON,
          () -> api.get("sources/collector.metrics"),
          now -> now.path("events").asLong() > before && now.path("restarts").asInt() == 0);
      assertThat(platform.output()).doesNotContain("OutOfMemoryError", "internal-error");
      System.out.printf("T18 uploads through the doors: %d damaged jars, seed %d%n", round, seed);
    }
  }

  private static void send(Api api, byte[] bad, String what) throws Exception {
    JsonNode end = api.end(api.install(bad, "fuzzed.jar"));
    assertThat(end.path("state").asText())
        .as("%s: %s", what, end)
        .isIn("committed", "rejected", "rolled-back");
    if (!end.path("state").asText().equals("committed")) {
      assertThat(end.path("reason").asText()).as(what).isNotBlank();
    }
  }

  private static void compare(Api api, byte[] bad, String what) throws Exception {
    HttpResponse<String> answer = api.upload("plugins/diff?fileName=fuzzed.jar", bad);
    assertThat(answer.statusCode()).as("%s: %s", what, answer.body()).isIn(200, 422);
    if (answer.statusCode() == 422) {
      assertThat(JSON.readTree(answer.body()).path("detail").asText()).as(what).isNotBlank();
    }
  }

  /** A file is dealt with when there is a note beside it, or a deployment that took it. */
  private static void drop(Platform platform, Api api, byte[] bad, String what) throws Exception {
    Path file = platform.dropFolder().resolve("fuzzed.jar");
    Path note = platform.dropFolder().resolve("fuzzed.jar.rejected.txt");
    String before = latest(api);
    Files.write(file, bad);
    Await.until(
        what, SOON, () -> Files.exists(note) || !latest(api).equals(before), there -> there);
    Await.until(
        what + ": an end",
        SOON,
        () -> api.get("deployments").path("deployments").path(0).path("state").asText(),
        state -> !state.equals("running"));
    Files.delete(file);
    Await.until(what + ": no note", SOON, () -> Files.exists(note), there -> !there);
  }

  private static String latest(Api api) throws Exception {
    return api.get("deployments").path("deployments").path(0).path("id").asText();
  }
}

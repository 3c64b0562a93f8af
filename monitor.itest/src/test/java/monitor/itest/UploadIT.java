package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import monitor.deployer.verify.HostileUploads;
import monitor.deployer.verify.HostileUploads.Upload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What must not be installed, through both public doors of a platform with 64 MiB of heap: each is
 * refused with its own reason, in plain words and without a stack trace, and a good plugin beside
 * it goes on.
 */
class UploadIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String METATYPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="Fitted" name="Fitted" description="A plugin with a key.">
          <AD id="volume" name="Volume" type="Integer" default="1" min="0" max="11"/>
        </OCD>
        <Designate pid="fitted.plugin"><Object ocdref="Fitted"/></Designate>
      </metatype:MetaData>
      """;

  private static Path folder;
  private static Platform platform;
  private static Api api;
  private static Path good;

  @BeforeAll
  static void start() throws Exception {
    folder = Surroundings.emptyFolder("upload");
    platform = Platform.start(folder, "", "env", "MONITOR_JAVA_OPTS=-Xmx64m");
    api = platform.setUp();
    good = PluginProject.copy("hello-plugin").build();
    JsonNode end = api.end(api.install(Files.readAllBytes(good), "hello.jar"));
    assertThat(end.path("state").asText()).as("%s", end).isEqualTo("committed");
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  /** A plugin with that name, and of its source. */
  private static Path another(String name) throws Exception {
    return PluginProject.copy("hello-plugin")
        .named(name + ".plugin")
        .edit("@Component\n", "@Component(name = \"%s\")\n".formatted(name))
        .build();
  }

  private static void assertGoodGoesOn() throws Exception {
    JsonNode before = source();
    Await.until(
        "the good plugin emits",
        SOON,
        UploadIT::source,
        now -> now.path("events").asLong() > before.path("events").asLong());
    assertThat(source().path("restarts").asInt()).isZero();
    assertThat(api.plugin("hello.plugin").orElseThrow().path("version").asText())
        .isEqualTo("1.0.0");
    assertThat(platform.output()).doesNotContain("OutOfMemoryError");
  }

  private static JsonNode source() throws Exception {
    return api.get("sources/hello.plugin.HelloSource");
  }

  @Test
  void refusesThroughTheApi() throws Exception {
    for (Upload upload : HostileUploads.all()) {
      assertRefused(upload.what(), upload.bytes(), upload.answer());
    }
    assertGoodGoesOn();
  }

  private static void assertRefused(String what, byte[] jar, String answer) throws Exception {
    JsonNode end = api.end(api.install(jar, "x.jar"));
    assertThat(end.path("state").asText()).as("%s: %s", what, end).isEqualTo("rejected");
    assertThat(end.path("reason").asText()).as(what).contains(answer).doesNotContain("\tat ");

    HttpResponse<String> diff = api.upload("plugins/diff?fileName=x.jar", jar);
    assertThat(diff.statusCode()).as("%s: %s", what, diff.body()).isIn(200, 422);
    JsonNode said = JSON.readTree(diff.body());
    String words = said.path(diff.statusCode() == 200 ? "refusal" : "detail").asText();
    assertThat(words).as(what).contains(answer).doesNotContain("\tat ");
  }

  @Test
  void refusesThroughTheDropFolder() throws Exception {
    List<Upload> all = HostileUploads.all();
    for (int i = 0; i < all.size(); i++) {
      Files.write(platform.dropFolder().resolve(i + ".jar"), all.get(i).bytes());
    }
    for (int i = 0; i < all.size(); i++) {
      Path note = platform.dropFolder().resolve(i + ".jar.rejected.txt");
      String answer = all.get(i).answer();
      Await.until(
          "the note of " + all.get(i),
          SOON,
          () -> Files.exists(note) ? Files.readString(note) : "",
          text -> text.contains(answer) && !text.contains("\tat "));
      Files.delete(platform.dropFolder().resolve(i + ".jar"));
    }
    assertGoodGoesOn();
  }

  @Test
  void refusesADowngradeAndTheSameVersionWithOtherBytes() throws Exception {
    byte[] older = Files.readAllBytes(Jars.with(good, "Bundle-Version", "0.9.0"));
    byte[] other = Files.readAllBytes(Jars.with(good, "Bundle-Description", "other"));
    assertRefused("older", older, "version 0.9.0 is older than 1.0.0");
    assertRefused("other bytes", other, "is installed with other contents");
    assertGoodGoesOn();
  }

  /** A new version reads a key of the configuration otherwise. */
  @Test
  void refusesAVersionThatTheConfigurationDoesNotFit() throws Exception {
    Path first = another("fitted");
    Path second = Jars.describing(Jars.with(first, "Bundle-Version", "2.0.0"), METATYPE);
    JsonNode end = api.end(api.install(Files.readAllBytes(first), "fitted.jar"));
    assertThat(end.path("state").asText()).as("%s", end).isEqualTo("committed");
    Path file = Files.createDirectories(folder.resolve("conf.d")).resolve("fitted.toml");
    Files.writeString(file, "[fitted.plugin]\nvolume = \"loud\"\n");
    assertRefused(
        "configuration", Files.readAllBytes(second), "fitted.toml:2: fitted.plugin.volume: ");
    Files.writeString(file, "[fitted.plugin]\nvolume = 11\n");
    end = api.end(api.install(Files.readAllBytes(second), "fitted.jar"));
    assertThat(end.path("state").asText()).as("%s", end).isEqualTo("committed");
  }

  /** One after the other, in whatever order: the newest is in force, and never two at once. */
  @Test
  void serialisesWhatComesAtTheSameTime() throws Exception {
    Path many = another("many");
    List<Callable<JsonNode>> installs = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      byte[] jar = Files.readAllBytes(Jars.with(many, "Bundle-Version", i + ".0.0"));
      installs.add(() -> api.end(api.install(jar, "many.jar")));
    }
    List<JsonNode> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(installs.size())) {
      for (Future<JsonNode> end : threads.invokeAll(installs)) {
        ends.add(end.get());
      }
    }
    assertThat(ends)
        .allSatisfy(end -> {
          if (!end.path("state").asText().equals("committed")) {
            assertThat(end.path("reason").asText()).contains("is older than");
          }
        });
    assertThat(api.plugin("many.plugin").orElseThrow().path("version").asText()).isEqualTo("5.0.0");
    assertGoodGoesOn();
  }
}

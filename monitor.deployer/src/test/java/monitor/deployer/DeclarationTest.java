package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version declares of its capabilities and its positions, before anything is stopped. */
class DeclarationTest {
  private static final String SOURCE =
      """
      package acme.tail;
      import monitor.api.capability.Capability;
      import monitor.api.source.*;
      @org.osgi.service.component.annotations.Component
      @SourceProperties(offers = Capability.LOGS, kinds = "log", %s)
      public final class Tail implements EventSource {
        public void run(SourceContext context) { context.awaitStop(); }
      }
      """;

  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  /** A version that writes and reads such formats. */
  private Path tail(String version, int writes, int oldest, int newest) {
    String formats =
        "positionFormat = %d, oldestPositionFormat = %d, newestPositionFormat = %d"
            .formatted(writes, oldest, newest);
    return TestPlugin.named("acme.tail", version)
        .source("acme.tail.Tail", SOURCE.formatted(formats))
        .to(folder.resolve(version + ".jar"));
  }

  private static void refused(Deployment deployment, String... words) {
    assertThat(deployment.state()).isEqualTo(State.REJECTED);
    assertThat(deployment.reason()).contains(words);
    assertThat(deployment.steps()).extracting(Deployment.Step::name).doesNotContain("stop");
  }

  @Test
  void refusesAVersionThatCannotBeTakenBack() throws Exception {
    platform.install(tail("1.0.0", 1, 1, 0));
    refused(
        platform.install(tail("2.0.0", 2, 1, 0)),
        "2.0.0 writes positions of format 2",
        "1.0.0 reads the formats 1",
        "install a version before it that reads format 2 and writes 1");
  }

  @Test
  void refusesAVersionThatCannotGoOn() throws Exception {
    platform.install(tail("1.0.0", 1, 1, 2));
    refused(platform.install(tail("2.0.0", 2, 2, 0)), "1.0.0 wrote format 1", "begin anew");
  }

  @Test
  void movesToAnotherFormatByAVersionInBetweenAndBack() throws Exception {
    platform.install(tail("1.0.0", 1, 1, 0));
    assertThat(platform.install(tail("1.1.0", 1, 1, 2)).state()).isEqualTo(State.COMMITTED);
    assertThat(platform.install(tail("2.0.0", 2, 1, 0)).state()).isEqualTo(State.COMMITTED);
    refused(platform.rollback("acme.tail", "1.0.0"), "1.0.0 reads positions of the formats 1");
    assertThat(platform.rollback("acme.tail", "1.1.0").state()).isEqualTo(State.COMMITTED);
    assertThat(platform.view("acme.tail").version()).isEqualTo("1.1.0");
  }

  @Test
  void refusesComponentsThatContradictTheManifest() throws Exception {
    platform.install(tail("1.0.0", 1, 1, 0));
    Path lie = tail("1.1.0", 1, 1, 0);
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + lie.toUri()), Map.of())) {
      Path component = zip.getPath("OSGI-INF", "acme.tail.Tail.xml");
      String text = Files.readString(component);
      assertThat(text).contains(">LOGS<");
      Files.writeString(component, text.replace(">LOGS<", ">PROCESS<"));
    }
    refused(platform.install(lie), "offers LOGS there and PROCESS here");
  }
}

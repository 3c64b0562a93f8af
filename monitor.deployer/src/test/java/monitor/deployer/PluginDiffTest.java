package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Cost;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PluginDiff;
import monitor.api.operation.PluginDiff.Difference;
import monitor.deployer.signature.SignatureRules.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a jar before it is installed. */
class PluginDiffTest {
  private static final String SOURCE =
      """
      package acme.tail;
      import org.osgi.service.component.annotations.*;
      import org.osgi.service.metatype.annotations.*;
      import monitor.api.capability.Capability;
      @Component(name = "acme.tail", immediate = true, service = Runnable.class)
      @monitor.api.source.SourceProperties(%s)
      @Designate(ocd = Tail.Config.class)
      public class Tail implements Runnable {
        @ObjectClassDefinition @interface Config { %s }
        public void run() {}
      }
      """;
  private static final Pipeline PIPELINE =
      new Pipeline() {
        @Override
        public PipelineView view() {
          Grant none =
              new Grant(Capabilities.NONE, Capabilities.NONE, Capabilities.NONE, List.of());
          ComponentView tail =
              new ComponentView(
                  "acme.tail",
                  "source",
                  "acme.tail",
                  ComponentState.ACTIVE,
                  "",
                  none,
                  List.of("log", "sample"),
                  List.of("sink.postgres"),
                  Map.of(),
                  0,
                  0,
                  0,
                  0,
                  0,
                  0,
                  Map.of(),
                  Cost.NONE,
                  false);
          return new PipelineView(
              List.of(tail),
              List.of(),
              List.of(),
              new PipelineView.JournalView("1", 0, 1, 1, "", 0, 0, List.of()),
              List.of());
        }

        @Override
        public void pause(String source) {}

        @Override
        public void resume(String source) {}

        @Override
        public void restart(String source) {}
      };

  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder, () -> Optional.of(PIPELINE));
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private Path tail(String version, String properties, String keys) {
    return TestPlugin.named("acme.tail", version)
        .header("-metatypeannotations", "*")
        .source("acme.tail.Tail", SOURCE.formatted(properties, keys))
        .to(folder.resolve(version + ".jar"));
  }

  private Path first() {
    return tail(
        "1.0.0",
        "offers = Capability.LOGS, kinds = {\"log\", \"sample\"}, newestPositionFormat = 2",
        "int lines() default 10; String path();");
  }

  private Path second() {
    return tail(
        "2.0.0",
        "offers = {Capability.LOGS, Capability.REALTIME}, kinds = \"log\", positionFormat = 2, newestPositionFormat = 2",
        "int lines() default 20; String encoding() default \"UTF-8\";");
  }

  private PluginDiff diff(Path jar, boolean downgrade) throws Exception {
    try (InputStream in = Files.newInputStream(jar)) {
      return platform.deployer.diff(in, downgrade);
    }
  }

  @Test
  void tellsWhatAnUpgradeChangesAndWhoLosesWhat() throws Exception {
    platform.install(first());

    PluginDiff diff = diff(second(), false);

    assertThat(diff.fromVersion()).isEqualTo("1.0.0");
    assertThat(diff.toVersion()).isEqualTo("2.0.0");
    assertThat(diff.fromBytes()).isPositive();
    assertThat(diff.signature()).startsWith("it is not signed");
    assertThat(diff.refusal()).isEmpty();
    assertThat(diff.differences())
        .containsExactly(
            new Difference("capability", "acme.tail kinds sample", "removed", ""),
            new Difference("capability", "acme.tail offers REALTIME", "added", ""),
            new Difference(
                "configuration", "[acme.tail] encoding", "added", "String, default UTF-8"),
            new Difference(
                "configuration",
                "[acme.tail] lines",
                "changed",
                "Integer, default 10 → Integer, default 20"),
            new Difference("configuration", "[acme.tail] path", "removed", "String"),
            new Difference("position", "acme.tail positionFormat", "changed", "1 → 2"));
    assertThat(diff.lost())
        .containsExactly("sink.postgres gets no events of kind sample of acme.tail any more");
    assertThat(platform.deployer.losses("acme.tail"))
        .containsExactly(
            "acme.tail is not collected any more, and sink.postgres receives nothing of it");
    assertThat(platform.deployer.deployments()).hasSize(1);
    assertThat(platform.view("acme.tail").version()).isEqualTo("1.0.0");
  }

  @Test
  void saysWhyAJarWouldBeRefused() throws Exception {
    platform.install(second());
    assertThat(diff(first(), false).refusal()).contains("is older than 2.0.0");
    assertThat(diff(first(), true).refusal()).isEmpty();
    platform.policy(Policy.ENFORCE);
    assertThat(diff(first(), true).refusal()).startsWith("it is not signed");
    assertThat(diff(first(), true).fromVersion()).isEqualTo("2.0.0");
    assertThatThrownBy(() -> platform.deployer.diff(new ByteArrayInputStream(new byte[9]), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it is not a jar");
  }

  @Test
  void showsEverythingOfAFirstVersion() throws Exception {
    PluginDiff diff = diff(first(), false);
    assertThat(diff.fromVersion()).isNull();
    assertThat(diff.differences()).extracting(Difference::change).containsOnly("added");
    assertThat(diff.lost()).isEmpty();
  }
}

package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

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
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that pass their trial and fail soon after. */
class ProbationTest {
  private static final String NAME = "acme.speaker";

  @TempDir Path folder;
  private final Shown shown = new Shown();
  private TestPlatform platform;

  /** A pipeline that shows what the test says. */
  private static final class Shown implements Pipeline {
    private volatile List<ComponentView> sources = List.of();

    void source(ComponentState state, long events, long dropped) {
      Grant grant = new Grant(Capabilities.NONE, Capabilities.NONE, Capabilities.NONE, List.of());
      sources =
          List.of(
              new ComponentView(
                  "acme.speaker~a",
                  "source",
                  NAME,
                  state,
                  state == ComponentState.FAILED ? "it threw" : "",
                  grant,
                  List.of("log"),
                  List.of("sink.x"),
                  Map.of(),
                  0,
                  0,
                  events,
                  0,
                  0,
                  0,
                  Map.of("full", dropped),
                  Cost.NONE,
                  false));
    }

    @Override
    public PipelineView view() {
      return new PipelineView(
          sources,
          List.of(),
          List.of(),
          new PipelineView.JournalView("1-00", 0, 1, 1, "ok", 0, 0, List.of()),
          List.of());
    }

    @Override
    public void pause(String source) {}

    @Override
    public void resume(String source) {}

    @Override
    public void restart(String source) {}
  }

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder, () -> Optional.of(shown));
    platform.install(speaker("1.0.0"));
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private Path speaker(String version) {
    return TestPlugin.speaker(NAME, version).to(folder.resolve(version + ".jar"));
  }

  private Deployment awaitRollback() throws Exception {
    return TestPlatform.await(
        "rollback",
        () -> platform.deployer.deployments().getFirst(),
        latest -> latest.action() == Action.ROLLBACK && latest.state().terminal());
  }

  @Test
  void takesBackAnUpgradeWhoseSourceFailsAfterItsTrial() throws Exception {
    shown.source(ComponentState.ACTIVE, 0, 0);
    assertThat(platform.install(speaker("2.0.0")).state()).isEqualTo(State.COMMITTED);

    shown.source(ComponentState.FAILED, 0, 0);
    TestPlatform.await(
        "request",
        () -> platform.deployer.deployments().getFirst().action(),
        Action.ROLLBACK::equals);
    shown.source(ComponentState.ACTIVE, 0, 0);

    Deployment rollback = awaitRollback();
    assertThat(rollback.state()).as(rollback.reason()).isEqualTo(State.COMMITTED);
    assertThat(rollback.requestedBy()).isEqualTo("monitor");
    assertThat(rollback.why())
        .isEqualTo("2.0.0 failed on probation: acme.speaker~a failed: it threw");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.deployer.history(NAME).getFirst().action()).isEqualTo("rollback");
  }

  @Test
  void upgradesASinkWhoseDatabaseWasAwayBefore() throws Exception {
    shown.source(ComponentState.FAILED, 0, 0);
    assertThat(platform.install(speaker("2.0.0")).reason()).isEmpty();
    shown.source(ComponentState.ACTIVE, 0, 0);
    assertThat(platform.install(speaker("3.0.0")).state()).isEqualTo(State.COMMITTED);
    assertThat(platform.said()).containsExactly("acme.speaker 3.0.0");
  }

  @Test
  void takesBackAnUpgradeThatFloods() throws Exception {
    shown.source(ComponentState.ACTIVE, 0, 0);
    platform.install(speaker("2.0.0"));
    long start = System.nanoTime();
    Deployment latest = platform.deployer.deployments().getFirst();
    while (latest.action() != Action.ROLLBACK) {
      long millis = (System.nanoTime() - start) / 1_000_000;
      shown.source(ComponentState.ACTIVE, millis * 1000, millis * 900);
      assertThat(millis).as("no rollback").isLessThan(20_000);
      Thread.onSpinWait();
      latest = platform.deployer.deployments().getFirst();
    }
    assertThat(awaitRollback().why()).contains("acme.speaker~a floods: of ");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void letsABusySourceBeThatIsStored() throws Exception {
    shown.source(ComponentState.ACTIVE, 0, 0);
    Flood flood = new Flood();
    for (int second = 0; second < 5; second++) {
      shown.source(ComponentState.ACTIVE, second * 100_000L, second * 10L);
      assertThat(flood.look(shown.sources, second * 1_000_000_000L)).isEmpty();
    }
  }

  @Test
  void takesBackAnUpgradeWhoseBundleStops() throws Exception {
    platform.install(speaker("2.0.0"));
    platform.bundle(NAME).orElseThrow().stop();
    assertThat(awaitRollback().why()).isEqualTo("2.0.0 failed on probation: it stopped by itself");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void keepsAnUpgradeThatStopsBecauseThePlatformDoes() throws Exception {
    platform.install(speaker("2.0.0"));
    platform.framework.stop();
    platform.framework.waitForStop(20_000);
    platform.close();
    platform = new TestPlatform(folder, () -> Optional.of(shown));
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    assertThat(platform.deployer.deployments())
        .extracting(Deployment::action)
        .containsExactly(Action.UPGRADE, Action.INSTALL);
  }

  @Test
  void doesNotTakeUpgradesForFailuresOfTheOnesBefore() throws Exception {
    for (String version : new String[] {"2.0.0", "3.0.0", "4.0.0"}) {
      assertThat(platform.install(speaker(version)).state()).isEqualTo(State.COMMITTED);
    }
    platform.change(Action.DISABLE, NAME, "bob");
    platform.change(Action.ENABLE, NAME, "bob");
    assertThat(platform.deployer.deployments())
        .extracting(Deployment::action)
        .doesNotContain(Action.ROLLBACK);
  }

  @Test
  void leavesANoteBesideADroppedFileThatWasTakenBack() throws Exception {
    platform.watching();
    Path jar = speaker("2.0.0");
    Files.copy(jar, platform.drop("speaker.jar"));
    platform.awaitSaid("acme.speaker 2.0.0");
    TestPlatform.await(
        "end", () -> platform.deployer.deployments().getFirst().state(), State.COMMITTED::equals);
    platform.bundle(NAME).orElseThrow().stop();
    platform.awaitSaid("acme.speaker 1.0.0");
    Path note = platform.drop("speaker.jar.rejected.txt");
    TestPlatform.await(
        "note",
        () -> Files.exists(note) ? Files.readString(note) : "",
        text -> text.contains("2.0.0 failed on probation"));
    Files.delete(platform.drop("speaker.jar"));
    platform.awaitSaid();
  }
}

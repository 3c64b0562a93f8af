package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.HistoryEntry;
import monitor.api.operation.Requester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a plugin, and the ways back. */
class HistoryTest {
  private static final String NAME = "acme.speaker";

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

  private Path speaker(String version) {
    return TestPlugin.speaker(NAME, version).to(folder.resolve(version + ".jar"));
  }

  @Test
  void tellsWhoChangedWhatWhenWhyAndWithWhichResult() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(
        TestPlugin.speaker(NAME, "2.0.0", "throw new IllegalStateException(\"no luck\");")
            .to(folder.resolve("bad.jar")));
    platform.change(Action.PIN, NAME, "bob");

    assertThat(platform.deployer.history(NAME))
        .extracting(
            HistoryEntry::action,
            HistoryEntry::version,
            HistoryEntry::requestedBy,
            HistoryEntry::why,
            HistoryEntry::result,
            HistoryEntry::kept,
            HistoryEntry::current)
        .containsExactly(
            tuple("pin", "1.0.0", "bob", "", "committed", true, true),
            tuple("upgrade", "2.0.0", "alice", "for a test", "rolled-back", false, false),
            tuple("install", "1.0.0", "alice", "for a test", "committed", true, true));
    assertThat(platform.deployer.history(NAME).get(1).reason()).contains("no luck");
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test
  void keepsFiveVersions() throws Exception {
    for (int i = 1; i <= 7; i++) {
      assertThat(platform.install(speaker(i + ".0.0")).state()).isEqualTo(State.COMMITTED);
    }
    assertThat(platform.deployer.history(NAME))
        .extracting(HistoryEntry::version)
        .containsExactly("7.0.0", "6.0.0", "5.0.0", "4.0.0", "3.0.0");
    assertThat(platform.deployer.history(NAME)).allMatch(HistoryEntry::kept);
    assertThatThrownBy(() -> platform.deployer.rollback(NAME, "1.0.0", Requester.of("x")))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("version 1.0.0 of acme.speaker is not kept; kept are 7.0.0");
  }

  /** However many versions were tried and taken back meanwhile. */
  @Test
  void keepsTheVersionThatWasInForceBefore() throws Exception {
    platform.install(speaker("1.0.0"));
    for (int i = 2; i <= 6; i++) {
      assertThat(platform.install(speaker(i + ".0.0")).state()).isEqualTo(State.COMMITTED);
      assertThat(platform.rollback(NAME, "1.0.0").state()).isEqualTo(State.COMMITTED);
    }
    platform.install(speaker("7.0.0"));
    assertThat(platform.rollback(NAME, "1.0.0").state()).isEqualTo(State.COMMITTED);
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void goesBackToTheVersionBeforeAndForwardByName() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    Deployment back = platform.rollback(NAME, null);
    assertThat(back.state()).isEqualTo(State.COMMITTED);
    assertThat(back.action()).isEqualTo(Action.ROLLBACK);
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    platform.rollback(NAME, "2.0.0");
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    platform.close();
    platform = new TestPlatform(folder);
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  @Test
  void goesBackFromAVersionThatIsBrokenOnDisk() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    platform.close();
    Files.delete(platform.folders.own().resolve("history/acme.speaker/2.0.0/acme.speaker.jar"));
    platform = new TestPlatform(folder);
    assertThat(platform.view(NAME).reason()).contains("its jar is lost");

    assertThat(platform.rollback(NAME, null).reason()).isEmpty();

    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.view(NAME).state()).isEqualTo("active");
  }

  private Path jarInForce() {
    return platform.folders.own().resolve("history/acme.speaker/2.0.0/acme.speaker.jar");
  }

  private void restartWithADamagedJarInForce() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    platform.close();
    TestPlatform.truncate(jarInForce(), 0.5);
    platform = new TestPlatform(folder);
    assertThat(platform.said()).isEmpty();
  }

  @Test
  void goesBackFromAVersionWhoseJarIsDamaged() throws Exception {
    restartWithADamagedJarInForce();
    assertThat(platform.view(NAME).reason())
        .isEqualTo("its jar is lost or damaged; install it again");

    assertThat(platform.rollback(NAME, null).reason()).isEmpty();

    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void installsTheSameOrANewerVersionOverADamagedJar() throws Exception {
    restartWithADamagedJarInForce();
    assertThat(platform.install(speaker("2.0.0")).reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    TestPlatform.truncate(jarInForce(), 0.5);
    assertThat(platform.install(speaker("3.0.0")).reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 3.0.0");
  }

  @Test
  void removesAPluginWhoseJarIsDamaged() throws Exception {
    restartWithADamagedJarInForce();
    assertThat(platform.change(Action.REMOVE, NAME, "bob").reason()).isEmpty();
    assertThat(platform.deployer.plugins()).isEmpty();
  }

  @Test
  void pinsAndDisablesWhatRunsWithADamagedJarAndDoesNotEnableIt() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    TestPlatform.truncate(jarInForce(), 0.5);
    assertThat(platform.change(Action.PIN, NAME, "bob").reason()).isEmpty();
    assertThat(platform.change(Action.UNPIN, NAME, "bob").reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    assertThat(platform.change(Action.DISABLE, NAME, "bob").reason()).isEmpty();
    assertThat(platform.said()).isEmpty();

    Deployment enabled = platform.change(Action.ENABLE, NAME, "bob");

    assertThat(enabled.state()).isEqualTo(State.REJECTED);
    assertThat(enabled.reason()).isEqualTo("its jar is lost or damaged; install it again");
    assertThat(platform.rollback(NAME, null).reason()).isEmpty();
    assertThat(platform.change(Action.ENABLE, NAME, "bob").reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  /** Its jar is not there to be put back, and nobody is told otherwise. */
  @Test
  void saysThatWhatRanWithADamagedJarIsNotBackWhenItsSuccessorFails() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    TestPlatform.truncate(jarInForce(), 0.5);
    Deployment failed =
        platform.install(
            TestPlugin.speaker(NAME, "3.0.0", "throw new IllegalStateException(\"no luck\");")
                .to(folder.resolve("bad.jar")));
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.reason()).contains("no luck", "could not be put back");
    assertThat(platform.rollback(NAME, null).reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  /** What went back in vain is kept for the next attempt. */
  @Test
  void goesBackToABundledVersionWhenTheFirstAttemptFailed() throws Exception {
    String fails = "acme.speaker.fails";
    TestPlugin.speaker(
            NAME,
            "1.0.0",
            "if (Boolean.getBoolean(\"%s\")) throw new IllegalStateException();".formatted(fails))
        .to(platform.bundled("speaker.jar"));
    platform.close();
    platform = new TestPlatform(folder);
    platform.install(speaker("2.0.0"));
    System.setProperty(fails, "true");
    try {
      assertThat(platform.rollback(NAME, null).state()).isEqualTo(State.ROLLED_BACK);
    } finally {
      System.clearProperty(fails);
    }
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");

    assertThat(platform.rollback(NAME, null).state()).isEqualTo(State.COMMITTED);

    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void refusesToUpgradeWhatIsPinnedButLetsItGoBack() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    platform.change(Action.PIN, NAME, "bob");
    Deployment refused = platform.install(speaker("3.0.0"));
    assertThat(refused.state()).isEqualTo(State.REJECTED);
    assertThat(refused.reason()).isEqualTo("acme.speaker is pinned to 2.0.0; unpin it first");
    assertThat(platform.view(NAME).pinned()).isTrue();
    assertThat(platform.rollback(NAME, null).state()).isEqualTo(State.COMMITTED);
    platform.change(Action.UNPIN, NAME, "bob");
    assertThat(platform.install(speaker("3.0.0")).state()).isEqualTo(State.COMMITTED);
  }

  @Test
  void installsAnOlderVersionOnlyWhenThatIsAllowed() throws Exception {
    platform.install(speaker("2.0.0"));
    assertThat(platform.install(speaker("1.0.0")).reason()).contains("--allow-downgrade");
    assertThat(platform.install(speaker("1.0.0"), true).state()).isEqualTo(State.COMMITTED);
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void knowsAVersionThatWasInForceByItsBytes() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    platform.rollback(NAME, null);
    Path other = TestPlugin.speaker(NAME, "2.0.0", "System.nanoTime();").to(folder.resolve("o"));
    assertThat(platform.install(other).reason())
        .isEqualTo(
            "version 2.0.0 was installed before with other contents; raise the version with every change");
    assertThat(platform.install(speaker("2.0.0")).state()).isEqualTo(State.COMMITTED);
  }

  @Test
  void triesABrokenVersionAgainAfterItWasRebuilt() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(
        TestPlugin.speaker(NAME, "2.0.0", "throw new IllegalStateException();")
            .to(folder.resolve("bad.jar")));
    assertThat(platform.install(speaker("2.0.0")).state()).isEqualTo(State.COMMITTED);
  }
}

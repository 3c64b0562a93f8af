package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder).watching();
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private Path speaker(String version) {
    return TestPlugin.speaker("acme.speaker", version).to(folder.resolve(version + ".jar"));
  }

  private void drop(Path jar, String as) throws Exception {
    Files.copy(jar, platform.drop(as), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path note(String file) {
    return platform.drop(file + ".rejected.txt");
  }

  private String awaitNote(String file, String part) throws Exception {
    return TestPlatform.await(
        "note of " + file,
        () -> Files.exists(note(file)) ? Files.readString(note(file)) : "",
        text -> text.contains(part));
  }

  @Test
  void installsWhatIsPutThereWithinTwoSeconds() throws Exception {
    Path jar = speaker("1.0.0");
    long start = System.nanoTime();
    drop(jar, "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void upgradesWhatIsReplacedAndRemovesWhatIsRemoved() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    drop(speaker("2.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 2.0.0");
    Files.delete(platform.drop("speaker.jar"));
    platform.awaitSaid();
    TestPlatform.await("plugins", platform.deployer::plugins, java.util.List::isEmpty);
  }

  @Test
  void explainsWhatIsNoJarAndForgetsItWithTheFile() throws Exception {
    Files.writeString(platform.drop("text.jar"), "I am a text");
    awaitNote("text.jar", "text.jar was not installed: it is not a jar, whatever its name says");
    Files.delete(platform.drop("text.jar"));
    TestPlatform.await("note", () -> Files.exists(note("text.jar")), there -> !there);
  }

  @Test
  void keepsTheOldVersionWhenItsReplacementIsTruncatedUntilAGoodOneComes() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    Path bad = speaker("2.0.0");
    TestPlatform.truncate(bad, 0.5);

    drop(bad, "speaker.jar");

    awaitNote("speaker.jar", "it is not a complete jar");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    drop(speaker("3.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 3.0.0");
    TestPlatform.await("note", () -> Files.exists(note("speaker.jar")), there -> !there);
  }

  @Test
  void waitsForAFileThatIsStillBeingWritten() throws Exception {
    byte[] all = Files.readAllBytes(speaker("1.0.0"));
    try (var out = Files.newOutputStream(platform.drop("speaker.jar"))) {
      for (int i = 0; i < all.length; i += 1 + all.length / 8) {
        out.write(all, i, Math.min(1 + all.length / 8, all.length - i));
        out.flush();
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
    platform.awaitSaid("acme.speaker 1.0.0");
    assertThat(note("speaker.jar")).doesNotExist();
    assertThat(platform.deployer.deployments()).hasSize(1);
  }

  @Test
  void explainsAMissingPackage() throws Exception {
    TestPlugin.speaker("acme.speaker", "1.0.0")
        .header("Import-Package", "com.acme.tools,*")
        .to(folder.resolve("x.jar"));
    drop(folder.resolve("x.jar"), "speaker.jar");
    awaitNote("speaker.jar", "it needs the package com.acme.tools, which no bundle offers");
  }

  @Test
  void triesARefusedPluginAgainWhenAnotherOneComes() throws Exception {
    Path needy =
        TestPlugin.named("acme.needy", "1.0.0")
            .source(
                "acme.needy.Needy",
                """
                package acme.needy;
                import org.osgi.service.component.annotations.*;
                @Component(immediate = true)
                public class Needy implements java.util.function.Supplier<String> {
                  @Activate public Needy(@Reference Runnable task) {}
                  public String get() { return "content"; }
                }
                """)
            .to(folder.resolve("needy.jar"));
    drop(needy, "needy.jar");
    awaitNote("needy.jar", "waits for the service java.lang.Runnable");

    Path giver =
        TestPlugin.named("acme.giver", "1.0.0")
            .source(
                "acme.giver.Giver",
                """
                package acme.giver;
                import org.osgi.service.component.annotations.*;
                @Component
                public class Giver implements Runnable { public void run() {} }
                """)
            .to(folder.resolve("giver.jar"));
    drop(giver, "giver.jar");

    platform.awaitSaid("content");
    TestPlatform.await("note", () -> Files.exists(note("needy.jar")), there -> !there);
  }

  @Test
  void bringsTheBundledVersionBackWhenTheFileIsRemoved() throws Exception {
    TestPlugin.speaker("acme.speaker", "1.0.0").to(platform.bundled("speaker.jar"));
    platform.close();
    platform = new TestPlatform(folder).watching();
    drop(speaker("2.0.0"), "newer.jar");
    platform.awaitSaid("acme.speaker 2.0.0");
    Files.delete(platform.drop("newer.jar"));
    platform.awaitSaid("acme.speaker 1.0.0");
  }

  private void awaitCommitted(int count) throws Exception {
    TestPlatform.await(
        "deployments",
        platform.deployer::deployments,
        all -> all.size() == count && all.stream().allMatch(d -> d.state() == State.COMMITTED));
  }

  @Test
  void seesAfterARestartWhatChangedInBetween() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    drop(TestPlugin.speaker("acme.other", "1.0.0").to(folder.resolve("o.jar")), "other.jar");
    awaitCommitted(2);
    platform.close();
    Files.delete(platform.drop("speaker.jar"));

    platform = new TestPlatform(folder);
    assertThat(platform.said()).containsExactly("acme.other 1.0.0");
    platform.watching();

    TestPlatform.await("plugins", platform.deployer::plugins, plugins -> plugins.size() == 1);
    assertThat(platform.said()).containsExactly("acme.other 1.0.0");
    assertThat(platform.deployer.deployments().getFirst().action()).isEqualTo(Action.REMOVE);
  }

  @Test
  void deletesTheFileOfAPluginThatIsRemovedThroughTheApi() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    awaitCommitted(1);
    platform.change(Action.REMOVE, "acme.speaker", "bob");
    assertThat(platform.drop("speaker.jar")).doesNotExist();
    assertThat(platform.said()).isEmpty();
  }

  @Test
  void installsAnotherFileOfTheSamePluginWhenTheNewestIsRemoved() throws Exception {
    drop(speaker("1.0.0"), "speaker-1.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    drop(speaker("2.0.0"), "speaker-2.jar");
    platform.awaitSaid("acme.speaker 2.0.0");
    Files.delete(platform.drop("speaker-2.jar"));
    platform.awaitSaid("acme.speaker 1.0.0");
  }

  private void bundled(String version) throws Exception {
    TestPlugin.speaker("acme.speaker", version).to(platform.bundled("speaker.jar"));
    platform.close();
    platform = new TestPlatform(folder).watching();
  }

  private void dropNewer() throws Exception {
    drop(speaker("2.0.0"), "newer.jar");
    awaitCommitted(1);
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  /** As the last sign of life of a process that is killed there. */
  private void copyAwayAtTheFirstStepOfARemoval(Deployment deployment, Path copy) {
    if (deployment.action() == Action.REMOVE
        && deployment.steps().size() == 1
        && !Files.exists(copy)) {
      RecoveryTest.copyTree(folder.resolve("data"), copy.resolve("data"));
      RecoveryTest.copyTree(folder.resolve("home"), copy.resolve("home"));
    }
  }

  @Test
  void endsARemovalInWhichTheProcessWasKilled() throws Exception {
    bundled("1.0.0");
    dropNewer();
    Path copy = folder.resolve("killed");
    try (AutoCloseable watching =
        platform.deployer.watch(deployment -> copyAwayAtTheFirstStepOfARemoval(deployment, copy))) {
      assertThat(watching).isNotNull();
      Files.delete(platform.drop("newer.jar"));
      platform.awaitSaid("acme.speaker 1.0.0");
    }
    platform.close();

    platform = new TestPlatform(copy).watching();

    platform.awaitSaid("acme.speaker 1.0.0");
  }

  /** An obstacle in the place where a record is written first: the removal is taken back. */
  private Path failARemoval() throws Exception {
    Path obstacle = platform.folders.own().resolve("records/acme.speaker.json.new");
    Files.createDirectory(obstacle);
    Files.delete(platform.drop("newer.jar"));
    Deployment removal =
        TestPlatform.await(
            "removal",
            () -> platform.deployer.deployments().getFirst(),
            last -> last.action() == Action.REMOVE && last.state().terminal());
    assertThat(removal.state()).isEqualTo(State.ROLLED_BACK);
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    return obstacle;
  }

  @Test
  void triesARemovalThatFailedAgainAfterARestart() throws Exception {
    bundled("1.0.0");
    dropNewer();
    Path obstacle = failARemoval();
    platform.close();
    Files.delete(obstacle);

    platform = new TestPlatform(folder).watching();

    platform.awaitSaid("acme.speaker 1.0.0");
  }

  @Test
  void triesARemovalThatFailedAgainWhenTheFileCameBackAndWent() throws Exception {
    bundled("1.0.0");
    dropNewer();
    Files.delete(failARemoval());
    drop(speaker("3.0.0"), "newer.jar");
    platform.awaitSaid("acme.speaker 3.0.0");

    Files.delete(platform.drop("newer.jar"));

    platform.awaitSaid("acme.speaker 1.0.0");
  }

  @Test
  void removesWhatWasDroppedWhenItsTooLargeReplacementGoes() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    try (RandomAccessFile large = new RandomAccessFile(platform.drop("large").toFile(), "rw")) {
      large.setLength(129L << 20);
    }
    Files.move(
        platform.drop("large"), platform.drop("speaker.jar"), StandardCopyOption.ATOMIC_MOVE);
    awaitNote("speaker.jar", "134,217,728 bytes allowed");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");

    Files.delete(platform.drop("speaker.jar"));

    platform.awaitSaid();
    TestPlatform.await("note", () -> Files.exists(note("speaker.jar")), there -> !there);
  }

  /** What comes in cannot be copied there: a disk that is full, or a file that may not be read. */
  private Path blockWhatComesIn() throws Exception {
    Path incoming = platform.folders.own().resolve("incoming");
    Files.deleteIfExists(incoming);
    return Files.createFile(incoming);
  }

  @Test
  void triesAFileAgainThatCouldNotBeRead() throws Exception {
    Path obstacle = blockWhatComesIn();
    drop(speaker("1.0.0"), "speaker.jar");
    awaitNote("speaker.jar", "it cannot be read");

    Files.delete(obstacle);

    platform.awaitSaid("acme.speaker 1.0.0");
    TestPlatform.await("note", () -> Files.exists(note("speaker.jar")), there -> !there);
  }

  @Test
  void triesAFileAgainAfterARestartThatCouldNotBeRead() throws Exception {
    Path obstacle = blockWhatComesIn();
    drop(speaker("1.0.0"), "speaker.jar");
    awaitNote("speaker.jar", "it cannot be read");
    platform.close();
    Files.delete(obstacle);

    platform = new TestPlatform(folder).watching();

    platform.awaitSaid("acme.speaker 1.0.0");
  }

  @Test
  void removesWhatWasDroppedWhenItsUnreadableReplacementGoes() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    awaitCommitted(1);
    blockWhatComesIn();
    drop(speaker("2.0.0"), "speaker.jar");
    awaitNote("speaker.jar", "it cannot be read");

    Files.delete(platform.drop("speaker.jar"));

    platform.awaitSaid();
    TestPlatform.await("note", () -> Files.exists(note("speaker.jar")), there -> !there);
  }

  @Test
  void removesEveryPluginThatAFileBrought() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    drop(TestPlugin.speaker("acme.other", "1.0.0").to(folder.resolve("o.jar")), "speaker.jar");
    platform.awaitSaid("acme.other 1.0.0", "acme.speaker 1.0.0");

    Files.delete(platform.drop("speaker.jar"));

    platform.awaitSaid();
  }

  @Test
  void removesWhatTheRecordsSayWhenTheMemoryIsLost() throws Exception {
    drop(speaker("1.0.0"), "speaker.jar");
    platform.awaitSaid("acme.speaker 1.0.0");
    awaitCommitted(1);
    platform.close();
    Files.deleteIfExists(platform.folders.own().resolve("dropped.json"));
    Files.delete(platform.drop("speaker.jar"));

    platform = new TestPlatform(folder).watching();

    TestPlatform.await("plugins", platform.deployer::plugins, java.util.List::isEmpty);
  }
}

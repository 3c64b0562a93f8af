package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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
}

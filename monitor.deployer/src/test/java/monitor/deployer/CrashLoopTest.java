package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.HistoryEntry;
import monitor.api.operation.Incident;
import monitor.api.operation.PluginView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that ended, and who stays stopped at the next start. */
class CrashLoopTest {
  private static final int HALT = 9;
  private static final int KILLED = 128 + 9;
  private static final int ABORTED = 128 + 6;

  @TempDir Path folder;
  private TestPlatform platform;
  private int pid = 100;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder);
    install("acme.quiet");
    install("acme.speaker");
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private void install(String name) {
    try {
      platform.install(TestPlugin.speaker(name, "1.0.0").to(folder.resolve(name + ".jar")));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsThePluginStoppedThatWasChangedLastAfterTheThirdExit() throws Exception {
    restartAfter(HALT);
    restartAfter(HALT);
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
    restartAfter(HALT);
    platform.awaitSaid("acme.quiet 1.0.0");
    PluginView view = platform.view("acme.speaker");
    assertThat(view.state()).isEqualTo("disabled");
    assertThat(view.reason())
        .startsWith(
            "it was disabled by the crash-loop breaker, because the process ended because of it 3"
                + " times within 5 minutes, the last time the process ended with exit code 9, ")
        .endsWith(" s after it was changed, and no other plugin was changed since");
    HistoryEntry entry = platform.deployer.history("acme.speaker").getFirst();
    assertThat(entry.requestedBy()).isEqualTo("crash-loop breaker");
    assertThat(entry.action()).isEqualTo("disable");
    assertThat(platform.incidents.of(Incident.Kind.CRASH))
        .singleElement()
        .satisfies(incident -> assertThat(incident.plugin()).isEqualTo("acme.speaker"));
  }

  @Test
  void holdsNothingAgainstAPluginThatAPersonEnabledAgain() throws Exception {
    for (int crash = 0; crash < 3; crash++) {
      restartAfter(HALT);
    }
    platform.awaitSaid("acme.quiet 1.0.0");
    platform.change(Action.ENABLE, "acme.speaker", "alice");
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
    restart();
    restartAfter(HALT);
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
  }

  @Test
  void doesNotCountOneDeathTwice() throws Exception {
    restartAfter(HALT);
    for (int start = 0; start < 4; start++) {
      restart();
    }
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
  }

  @Test
  void holdsASignalFromOutsideAgainstNobody() throws Exception {
    for (int crash = 0; crash < 4; crash++) {
      restartAfter(KILLED);
    }
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
    assertThat(platform.incidents.of(Incident.Kind.CRASH)).isEmpty();
  }

  @Test
  void believesWhatWasBeingStartedMoreThanWhatWasChangedLast() throws Exception {
    for (int crash = 0; crash < 3; crash++) {
      platform.close();
      Files.writeString(platform.folders.own().resolve("starting"), "acme.quiet");
      note(HALT, Instant.now());
      platform = new TestPlatform(folder);
    }
    platform.awaitSaid("acme.speaker 1.0.0");
    assertThat(platform.view("acme.quiet").reason()).endsWith("while it was being started");
  }

  @Test
  void believesTheStackOfACrashMost() throws Exception {
    install("acme.latest");
    for (int crash = 0; crash < 3; crash++) {
      platform.close();
      jvmCrash(Instant.now());
      note(ABORTED, Instant.now());
      platform = new TestPlatform(folder);
    }
    platform.awaitSaid("acme.latest 1.0.0", "acme.quiet 1.0.0");
    assertThat(platform.view("acme.speaker").reason())
        .contains("by a crash of the JVM (logs/crash-10")
        .endsWith("with its code on the stack");
  }

  @Test
  void believesTheStackAlsoBesideAPluginWhoseJarIsDamaged() throws Exception {
    install("acme.latest");
    platform.close();
    TestPlatform.truncate(
        platform.folders.own().resolve("history/acme.latest/1.0.0/acme.latest.jar"), 0.5);
    platform = new TestPlatform(folder);
    for (int crash = 0; crash < 3; crash++) {
      platform.close();
      jvmCrash(Instant.now());
      note(ABORTED, Instant.now());
      platform = new TestPlatform(folder);
    }
    platform.awaitSaid("acme.quiet 1.0.0");
    assertThat(platform.view("acme.speaker").reason()).endsWith("with its code on the stack");
  }

  @Test
  void breaksNoLoopThatTakesLongerThanFiveMinutes() throws Exception {
    for (int minutes : new int[] {12, 8, 0}) {
      platform.close();
      jvmCrash(Instant.now().minus(minutes, ChronoUnit.MINUTES));
      pid++;
      platform = new TestPlatform(folder);
    }
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
  }

  @Test
  void startsAlsoWhenTheEvidenceIsDamaged() throws Exception {
    platform.close();
    Files.createDirectories(platform.folders.data().resolve("run"));
    Files.writeString(platform.folders.data().resolve("run/crash.json"), "{\"time\":\"yesterday\"");
    Files.createDirectories(platform.folders.data().resolve("logs"));
    Files.write(platform.folders.data().resolve("logs/crash-1.log"), new byte[] {0, 1, 2, -1});
    Files.write(platform.folders.own().resolve("crashes.json"), new byte[] {'{'});
    platform = new TestPlatform(folder);
    platform.awaitSaid("acme.quiet 1.0.0", "acme.speaker 1.0.0");
  }

  private void restart() throws Exception {
    platform.close();
    platform = new TestPlatform(folder);
  }

  private void restartAfter(int exit) throws Exception {
    platform.close();
    note(exit, Instant.now());
    platform = new TestPlatform(folder);
  }

  /** As the supervisor writes it. */
  private void note(int exit, Instant time) throws IOException {
    Path run = Files.createDirectories(platform.folders.data().resolve("run"));
    Files.writeString(
        run.resolve("crash.json"),
        "{\"time\":\"%s\",\"pid\":%d,\"exit\":%d,\"restarts\":1,\"lines\":[]}"
            .formatted(time.truncatedTo(ChronoUnit.SECONDS), ++pid, exit));
  }

  /** As the JVM writes it, with acme.speaker on the stack and acme.other elsewhere. */
  private void jvmCrash(Instant time) throws IOException {
    Path logs = Files.createDirectories(platform.folders.data().resolve("logs"));
    Path file = logs.resolve("crash-%d.log".formatted(pid + 1));
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("jvm-crash.txt"))) {
      Files.copy(in, file);
    }
    Files.setLastModifiedTime(file, FileTime.from(time));
  }
}

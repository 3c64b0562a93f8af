package monitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/monitor}, with a program in the place of Java that notes its starts. */
class SupervisorTest {
  private static final Path SCRIPT = Path.of("src/main/bin/monitor").toAbsolutePath();

  @TempDir Path root;

  private Path home;
  private Path data;
  private Process process;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(root.resolve("an installation"));
    data = Files.createDirectories(root.resolve("the data/run")).getParent();
    executable(home.resolve("bin/monitor"), Files.readString(SCRIPT));
    Files.createDirectories(home.resolve("java"));
    Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null && process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void startsAgainAfterACrashAndLeavesANote() throws Exception {
    java(
        """
        echo start >>"$DATA/starts"
        echo $$ >"$DATA/run/running"
        [ "$(wc -l <"$DATA/starts")" -lt 2 ] && kill -KILL $$
        rm "$DATA/run/running"
        """);
    start("run", "--data", data.toString());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(data.resolve("starts")).hasContent("start\nstart");
    assertThat(data.resolve("run/crash.json"))
        .content()
        .contains("\"exit\":137")
        .contains("\"restarts\":1");
  }

  @Test
  void takesAnExitOfARunningPlatformForACrashWhateverItsCode() throws Exception {
    java(
        """
        echo start >>"$DATA/starts"
        echo $$ >"$DATA/run/running"
        [ "$(wc -l <"$DATA/starts")" -lt 2 ] && exit 0
        rm "$DATA/run/running"
        exit 0
        """);
    start("run", "--data=" + data);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(data.resolve("starts")).hasContent("start\nstart");
  }

  @Test
  void doesNotStartAgainWhatWasRefused() throws Exception {
    for (int code : new int[] {1, 2, 3}) {
      java("echo start >>\"$DATA/starts$CODE\"; exit $CODE");
      start(Map.of("CODE", Integer.toString(code)), "run", "--data", data.toString());
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(code);
      assertThat(data.resolve("starts" + code)).hasContent("start");
    }
  }

  @Test
  void doesNotTakeTheInstanceThatHoldsTheDataForItsOwn() throws Exception {
    Files.writeString(data.resolve("run/running"), "1");
    java("echo start >>\"$DATA/starts\"; exit 1");
    start("run", "--data", data.toString());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(data.resolve("starts")).hasContent("start");
  }

  @Test
  void passesATerminationOnAndWaitsForTheEnd() throws Exception {
    java(
        """
        trap 'rm "$DATA/run/running"; echo stopped >"$DATA/stopped"; exit 0' TERM
        echo $$ >"$DATA/run/running"
        while :; do sleep 0.05; done
        """);
    start("run", "--data", data.toString());
    await(() -> Files.exists(data.resolve("run/running")));
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(data.resolve("stopped")).hasContent("stopped");
  }

  @Test
  void passesTheReloadOn() throws Exception {
    java(
        """
        trap 'echo again >"$DATA/again"' HUP
        trap 'rm -f "$DATA/run/running"; exit 0' TERM
        echo $$ >"$DATA/run/running"
        while :; do sleep 0.05; done
        """);
    start("run", "--data", data.toString());
    await(() -> Files.exists(data.resolve("run/running")));
    await(this::reloaded);
  }

  /**
   * Sent again after a second: the script may not have learnt the number of its child yet, and one
   * that is sent faster than the script can handle it starves it.
   */
  private boolean reloaded() throws Exception {
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    Instant again = Instant.now().plusSeconds(1);
    while (!Files.exists(data.resolve("again")) && Instant.now().isBefore(again)) {
      Thread.sleep(5);
    }
    return Files.exists(data.resolve("again"));
  }

  @Test
  void replacesItselfWhereSomebodyElseSupervises() throws Exception {
    java("echo $$ >\"$DATA/pid\"; exit 5");
    start("run", "--no-supervisor", "--data", data.toString());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(5);
    assertThat(data.resolve("pid")).hasContent(Long.toString(process.pid()));
  }

  private void java(String body) throws IOException {
    executable(home.resolve("java/bin/java"), "#!/bin/sh\n" + body);
  }

  private static void executable(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void start(String... arguments) throws IOException {
    start(Map.of(), arguments);
  }

  private void start(Map<String, String> environment, String... arguments) throws IOException {
    // A shell cannot trap a signal that was ignored when it started, as it is under nohup.
    ProcessBuilder builder =
        new ProcessBuilder("env", "--default-signal=HUP", home.resolve("bin/monitor").toString());
    builder.command().addAll(java.util.List.of(arguments));
    builder.environment().put("DATA", data.toString());
    builder.environment().putAll(environment);
    builder.directory(root.toFile());
    builder.redirectErrorStream(true).redirectOutput(root.resolve("output").toFile());
    process = builder.start();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.call()) {
      assertThat(Instant.now()).as("deadline").isBefore(deadline);
      Thread.sleep(5);
    }
  }
}

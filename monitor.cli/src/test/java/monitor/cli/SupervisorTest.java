package monitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/monitor}, with a program in the place of Java that notes its starts. */
class SupervisorTest {
  private static final Path SCRIPT = Path.of("src/main/bin/monitor").toAbsolutePath();

  private static final long DEADLINE_SECONDS = 30;

  @TempDir Path root;

  private Path home;
  private Path data;
  private Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

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
    Files.createDirectories(data.resolve("logs"));
    Files.writeString(data.resolve("logs/monitor.log"), "first\nsaid \"so\" of C:\\x\tü\nlast\n");
    java(
        """
        echo start >>"$DATA/starts"
        echo $$ >"$DATA/run/running"
        [ "$(wc -l <"$DATA/starts")" -lt 2 ] && kill -KILL $$
        rm "$DATA/run/running"
        """);
    start("run", "--data", data.toString());
    assertThat(ended()).isZero();
    assertThat(data.resolve("starts")).hasContent("start\nstart");
    JsonNode note = JsonMapper.builder().build().readTree(data.resolve("run/crash.json").toFile());
    assertThat(Instant.parse(note.get("time").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(note.get("exit").asInt()).isEqualTo(137);
    assertThat(note.get("restarts").asInt()).isEqualTo(1);
    assertThat(note.get("lines"))
        .extracting(JsonNode::asText)
        .containsExactly("first", "said \"so\" of C:\\x", "last");
  }

  @Test
  void startsAgainWhatWasKilledBeforeItRan() throws Exception {
    java(
        """
        echo start >>"$DATA/starts"
        [ "$(wc -l <"$DATA/starts")" -lt 2 ] && kill -KILL $$
        exit 0
        """);
    start("run", "--data", data.toString());
    assertThat(ended()).isZero();
    assertThat(data.resolve("starts")).hasContent("start\nstart");
  }

  @Test
  void waitsLongerAfterEachCrash() throws Exception {
    java(
        """
        echo start >>"$DATA/starts"
        echo $$ >"$DATA/run/running"
        [ "$(wc -l <"$DATA/starts")" -lt 3 ] && exit 3
        rm "$DATA/run/running"
        """);
    start("run", "--data", data.toString());
    awaitLine("with exit code 3; starting again in 1 s");
    awaitLine("with exit code 3; starting again in 2 s");
    assertThat(ended()).isZero();
    assertThat(data.resolve("run/crash.json")).content().contains("\"restarts\":2");
  }

  @Test
  void stopsAlsoWhileItWaitsToStartAgain() throws Exception {
    java("echo start >>\"$DATA/starts\"; echo $$ >\"$DATA/run/running\"; exit 3");
    start("run", "--data", data.toString());
    awaitLine("starting again in 1 s");
    awaitLine("starting again in 2 s");
    signal("TERM");
    ended();
    assertThat(data.resolve("starts")).hasContent("start\nstart");
  }

  @Test
  void endsAtOnceWhenInterruptedTwice() throws Exception {
    java(
        """
        trap 'echo asked' TERM
        trap '' INT
        echo $$ >"$DATA/run/running"
        echo running
        while :; do sleep 0.05; done
        """);
    start("run", "--data", data.toString());
    awaitLine("running");
    signal("INT");
    awaitLine("asked");
    signal("INT");
    assertThat(ended()).isEqualTo(137);
  }

  @Test
  void doesNotStartAgainWhatWasInterruptedTwiceByItself() throws Exception {
    java("echo start >>\"$DATA/starts\"; echo $$ >\"$DATA/run/running\"; exit 130");
    start("run", "--data", data.toString());
    assertThat(ended()).isEqualTo(130);
    assertThat(data.resolve("starts")).hasContent("start");
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
    assertThat(ended()).isZero();
    assertThat(data.resolve("starts")).hasContent("start\nstart");
  }

  @Test
  void doesNotStartAgainWhatWasRefused() throws Exception {
    for (int code : new int[] {1, 2, 3}) {
      java("echo start >>\"$DATA/starts$CODE\"; exit $CODE");
      start(Map.of("CODE", Integer.toString(code)), "run", "--data", data.toString());
      assertThat(ended()).isEqualTo(code);
      assertThat(data.resolve("starts" + code)).hasContent("start");
    }
  }

  @Test
  void doesNotTakeTheInstanceThatHoldsTheDataForItsOwn() throws Exception {
    Files.writeString(data.resolve("run/running"), "1");
    java("echo start >>\"$DATA/starts\"; exit 1");
    start("run", "--data", data.toString());
    assertThat(ended()).isEqualTo(1);
    assertThat(data.resolve("starts")).hasContent("start");
  }

  @Test
  void passesATerminationOnAndWaitsForTheEnd() throws Exception {
    java(
        """
        trap 'rm "$DATA/run/running"; echo stopped >"$DATA/stopped"; exit 0' TERM
        echo $$ >"$DATA/run/running"
        echo running
        while :; do sleep 0.05; done
        """);
    start("run", "--data", data.toString());
    awaitLine("running");
    signal("TERM");
    assertThat(ended()).isZero();
    assertThat(data.resolve("stopped")).hasContent("stopped");
  }

  @Test
  void passesTheReloadOn() throws Exception {
    java(
        """
        trap 'echo again' HUP
        trap 'rm -f "$DATA/run/running"; exit 0' TERM
        echo $$ >"$DATA/run/running"
        echo running
        while :; do sleep 0.05; done
        """);
    start("run", "--data", data.toString());
    awaitLine("running");
    signal("HUP");
    awaitLine("again");
    signal("TERM");
    assertThat(ended()).isZero();
  }

  @Test
  void doesNotEndAPlatformThatIsStillStartingByAReload() throws Exception {
    java(
        """
        echo starting
        read -r answer <"$DATA/answer"
        exit "$answer"
        """);
    assertThat(new ProcessBuilder("mkfifo", data + "/answer").start().waitFor()).isZero();
    start("run", "--data", data.toString());
    awaitLine("starting");
    signal("HUP");
    Files.writeString(data.resolve("answer"), "7\n");
    assertThat(ended()).isEqualTo(7);
  }

  @Test
  void replacesItselfWhereSomebodyElseSupervises() throws Exception {
    java("echo $$ >\"$DATA/pid\"; exit 5");
    start("run", "--no-supervisor", "--data", data.toString());
    assertThat(ended()).isEqualTo(5);
    assertThat(data.resolve("pid")).hasContent(Long.toString(process.pid()));
  }

  @Test
  void readsNamesAsUtf8WhereNoLocaleIsSet() throws Exception {
    java("printf '%s\\n' \"${LC_ALL-}/${LC_CTYPE-}/${LANG-}\" >\"$DATA/arguments\"");
    assertThat(arguments(locale("", "", ""), "run")).containsExactly("/C.UTF-8/");
    assertThat(arguments(locale("C", "", ""), "run")).containsExactly("C//");
    assertThat(arguments(locale("", "POSIX", ""), "run")).containsExactly("/POSIX/");
    assertThat(arguments(locale("", "", "de_DE"), "run")).containsExactly("//de_DE");
  }

  private static Map<String, String> locale(String all, String characters, String language) {
    return Map.of("LC_ALL", all, "LC_CTYPE", characters, "LANG", language);
  }

  /** Also its archive of classes is for that class path alone. */
  @Test
  void runsAnAgentWithItsBundlesOnTheClassPath() throws Exception {
    Path library = Files.createFile(folder("lib").resolve("b.jar"));
    Path bundle = Files.createFile(folder("bundles").resolve("a.jar"));
    Path classes = Files.createFile(folder("java/lib/server").resolve("monitor.aot"));
    java("printf '%s\\n' \"$@\" >\"$DATA/arguments\"");
    String both = "%s:%s".formatted(library, bundle);
    String archive = "-XX:AOTCache=" + classes;
    Files.writeString(home.resolve("distribution"), "agent\n");
    assertThat(arguments(Map.of(), "run")).contains(both, archive);
    for (String variable : List.of("MONITOR_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      for (String option : List.of("-Xshare:off", "-javaagent:a.jar", "-agentlib:jdwp=x=y")) {
        assertThat(arguments(Map.of(variable, option), "run"))
            .contains(both)
            .doesNotContain(archive);
      }
    }
    assertThat(arguments(Map.of("MONITOR_JAVA_OPTS", "-Dx=y"), "run")).contains(archive, "-Dx=y");
    assertThat(arguments(Map.of(), "status")).contains(library.toString()).doesNotContain(archive);
    Files.writeString(home.resolve("distribution"), "collector\n");
    assertThat(arguments(Map.of(), "run")).contains(library.toString(), archive);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(home.resolve(name));
  }

  private List<String> arguments(Map<String, String> environment, String command) throws Exception {
    start(environment, command, "--data", data.toString());
    assertThat(ended()).isZero();
    return Files.readAllLines(data.resolve("arguments"));
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
    // A shell cannot trap a signal that was ignored when it started: by nohup, or in the
    // background.
    ProcessBuilder builder =
        new ProcessBuilder(
            "env", "--default-signal=HUP,INT", home.resolve("bin/monitor").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("DATA", data.toString());
    builder.environment().putAll(environment);
    builder.directory(root.toFile());
    process = builder.redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> output.lines().forEach(lines::add));
  }

  /** The exit code, when it has ended. */
  private int ended() throws InterruptedException {
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  private void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Waits for a line of output that contains this. */
  private void awaitLine(String text) throws InterruptedException {
    String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    while (line != null && !line.contains(text)) {
      line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(line).as("a line with '%s'", text).isNotNull();
  }
}

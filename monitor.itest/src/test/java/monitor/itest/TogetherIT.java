package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The script that starts collector and agent together, and the one that writes test data. */
@Tag("full")
class TogetherIT {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final Path SCRIPTS = Surroundings.EXAMPLES.resolveSibling("distributions");

  @Test
  void bringsTestDataOfTheAgentToTheCollectorAndEndsBoth() throws Exception {
    Path folder = Surroundings.emptyFolder("together");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder script = script(folder, "together", folder.toString());
    script.environment().put("MONITOR_PORT", "0");
    script.environment().put("MONITOR_LISTEN", "127.0.0.1:" + port);
    Process together = script.start();
    List<ProcessHandle> all;
    try {
      Await.until(
          "both ready, see " + folder.resolve("output.txt"),
          SOON,
          () -> Files.readString(folder.resolve("output.txt")),
          text -> text.split("Monitor is ready: ", -1).length == 3);
      all = together.descendants().toList();
      Path log = folder.resolve("logs/app.log");
      Process data = script(folder, "testdata", log.toString(), "500", "0").start();
      assertThat(data.waitFor()).isZero();
      String sql =
          "select count(*) || ' ' || count(distinct body) from logs_v1 where body like '%service=%'";
      Await.until(
          "500 lines",
          SOON,
          () -> Database.query(folder.resolve("collector"), sql).getFirst(),
          "500 500"::equals);
    } finally {
      together.destroy();
    }
    assertThat(together.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(together.exitValue()).isZero();
    Await.until(
        "all have ended",
        SOON,
        () -> all.stream().filter(ProcessHandle::isAlive).toList(),
        List::isEmpty);
  }

  private static ProcessBuilder script(Path folder, String name, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()));
  }
}

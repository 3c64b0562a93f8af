package monitor.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import monitor.cli.Monitor;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Stopping a process that takes its time after it has answered. */
class StopCommandTest {
  @TempDir Path data;
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private Process platform;

  @BeforeEach
  void serve() throws IOException {
    platform = new ProcessBuilder("sh", "-c", "read told && sleep 1").start();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/lock"), Long.toString(platform.pid()));
    Files.writeString(
        data.resolve("run/monitor.json"),
        "{\"url\":\"http://127.0.0.1:%d\"}".formatted(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    platform.destroyForcibly();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  private void tell(HttpExchange exchange) throws IOException {
    try (OutputStream ear = platform.getOutputStream()) {
      ear.write("stop\n".getBytes(StandardCharsets.US_ASCII));
    }
    answer(exchange);
  }

  private int monitor(String... arguments) {
    CommandLine line = Monitor.commandLine(arguments).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void waitsForTheEndOfTheProcess() throws Exception {
    server.createContext("/api/v1/stop", this::tell);
    assertThat(monitor("stop", "--data", data.toString())).as("%s", err).isZero();
    assertThat(platform.isAlive()).isFalse();
  }

  @Test
  void saysWhichProcessStillRunsWhenTheTimeIsOver() {
    server.createContext("/api/v1/stop", StopCommandTest::answer);
    assertThat(monitor("stop", "--data", data.toString(), "--timeout", "4")).isEqualTo(124);
    assertThat(err.toString()).contains("process %d still runs".formatted(platform.pid()));
  }

  @Test
  void saysThatAProcessOfAnotherNamespaceIsNotSeen() throws Exception {
    Files.writeString(data.resolve("run/lock"), Long.toString(Long.MAX_VALUE));
    server.createContext("/api/v1/stop", StopCommandTest::answer);
    assertThat(monitor("stop", "--data", data.toString())).isZero();
    assertThat(err.toString()).contains("cannot be seen from here");
  }

  @Test
  void saysWhichSignalWhereNoAgentRuns() {
    assertThat(monitor("stop", "--data", data.toString())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("not an agent", "kill -TERM " + platform.pid());
    assertThat(monitor("reload", "--data", data.toString())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("kill -HUP " + platform.pid());
  }
}

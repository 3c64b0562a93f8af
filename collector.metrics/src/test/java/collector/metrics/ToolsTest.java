package collector.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Event;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import org.junit.jupiter.api.Test;

/**
 * What is measured lies between what ps and ss show just before and just after; as others begin and
 * end processes and connections meanwhile, 25 more or less are tolerated, and far more are made.
 */
class ToolsTest {
  private static final int TOLERANCE = 25;
  private static final int CONNECTIONS = 100;

  private static List<String> lines(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return text.lines().toList();
  }

  private static void assumeInstalled(String name) {
    boolean there = Files.isExecutable(Path.of("/usr/bin", name));
    assumeTrue(
        there || Files.isExecutable(Path.of("/bin", name)),
        "not run: %s is not installed".formatted(name));
  }

  private static double value(Round round, String name, String attributes) {
    for (Event event : round.samples()) {
      Sample sample = (Sample) event.payload();
      if (sample.series().name().equals(name)
          && sample.series().attributes().toString().equals(attributes)) {
        return sample.value();
      }
    }
    throw new AssertionError("no " + name + attributes);
  }

  private static void assertBetween(double value, int before, int after) {
    assertThat(value)
        .isBetween(
            Math.min(before, after) - (double) TOLERANCE,
            Math.max(before, after) + (double) TOLERANCE);
  }

  /** Those that the other side has closed count as established too (RFC 4022, tcpCurrEstab). */
  private static int connections() throws Exception {
    return lines("ss", "-Htan", "state", "established", "state", "close-wait").size();
  }

  @Test
  void agreesWithSsOnEstablishedConnections() throws Exception {
    assumeInstalled("ss");
    SocketMeter meter = new SocketMeter(new Scan(), new HostFiles(Path.of("/")));
    List<Socket> open = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < CONNECTIONS; i++) {
        open.add(new Socket(server.getInetAddress(), server.getLocalPort()));
        open.add(server.accept());
      }
      int before = connections();
      Round round = new Round(1);
      meter.measure(round);
      int after = connections();
      assertThat(before).isGreaterThanOrEqualTo(2 * CONNECTIONS);
      assertBetween(
          value(
              round,
              "system.network.connection.count",
              "{network.connection.state=established, network.transport=tcp}"),
          before,
          after);
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  @Test
  void agreesWithPsOnProcesses() throws Exception {
    assumeInstalled("ps");
    ProcessReader reader =
        new ProcessReader(
            new Scan(), new HostFiles(Path.of("/")), true, KernelUnits.ofThisMachine());
    ProcessMeter meter = new ProcessMeter(reader, 1000, true, System::nanoTime);
    int before = lines("ps", "-e", "-o", "pid=").size();
    Round round = new Round(1);
    meter.measure(round);
    int after = lines("ps", "-e", "-o", "pid=").size();
    assertBetween(value(round, "system.process.count", "{}"), before, after);
    ProcessObservation own = own(round);
    String[] shown =
        lines("ps", "-o", "ppid=,user:40=,comm=", "-p", "" + own.pid())
            .getFirst()
            .strip()
            .split("\\s+");
    assertThat(own.parentPid()).isEqualTo(Long.parseLong(shown[0]));
    assertThat(own.user()).isEqualTo(shown[1]);
    assertThat(own.name()).isEqualTo(shown[2]);
  }

  private static ProcessObservation own(Round round) {
    long pid = ProcessHandle.current().pid();
    return round.processes().stream()
        .map(event -> (ProcessObservation) event.payload())
        .filter(process -> process.pid() == pid)
        .findFirst()
        .orElseThrow();
  }
}

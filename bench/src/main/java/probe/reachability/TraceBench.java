package probe.reachability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.probe.ProbeResult.Traceroute;
import monitor.api.probe.Target;

/**
 * How long a trace over five hops takes, in turn for us and for traceroute and mtr where they are
 * installed: three packets to each hop, between namespaces that answer at once. Needs root and ip.
 *
 * <p>Arguments: rounds (default 10), of which the first warms up.
 */
public final class TraceBench {
  private static final String TARGET = "10.77.5.2";
  private static final String NAMES = "bench-trace-";
  private static final int HOPS = 5;
  private static final int SAMPLES = 3;
  private static final Grant GRANT =
      new Grant(
          Capabilities.of(Capability.RAW_SOCKET),
          Capabilities.NONE,
          Capabilities.of(Capability.RAW_SOCKET),
          List.of());

  private TraceBench() {}

  /** Runs it; with the argument {@code within} it is in the first namespace already. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals("within")) {
      measure(Integer.parseInt(arguments[1]));
      return;
    }
    String rounds = arguments.length > 0 ? arguments[0] : "10";
    try {
      connect();
      List<String> again = new ArrayList<>(List.of("ip", "netns", "exec", NAMES + 0));
      again.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      again.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
      again.addAll(List.of("-cp", System.getProperty("java.class.path")));
      again.addAll(List.of(TraceBench.class.getName(), "within", rounds));
      new ProcessBuilder(again).inheritIO().start().waitFor();
    } finally {
      for (int i = 0; i <= HOPS; i++) {
        new ProcessBuilder("ip", "netns", "del", NAMES + i).start().waitFor();
      }
    }
  }

  /** Namespaces in a row; the networks between them are 10.77.1 to 10.77.5, the far end 2. */
  private static void connect() throws IOException, InterruptedException {
    for (int i = 0; i <= HOPS; i++) {
      sh("ip netns add " + NAMES + i);
      within(
          i,
          """
          ip link set lo up
          echo 1 >/proc/sys/net/ipv4/ip_forward
          echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
          """);
    }
    for (int i = 1; i <= HOPS; i++) {
      String link =
          """
          ip link add n%1$d type veth peer name f%1$d netns %2$s%1$d
          ip addr add 10.77.%1$d.1/24 dev n%1$d
          ip link set n%1$d up
          """;
      within(i - 1, link.formatted(i, NAMES));
      within(i, "ip addr add 10.77.%1$d.2/24 dev f%1$d; ip link set f%1$d up".formatted(i));
    }
    for (int i = 0; i < HOPS; i++) {
      within(i, "ip route add 10.77.0.0/16 via 10.77.%d.2".formatted(i + 1));
    }
    for (int i = 2; i <= HOPS; i++) {
      within(i, "ip route add 10.77.1.0/24 via 10.77.%d.1".formatted(i));
    }
  }

  private static void within(int place, String script) throws IOException, InterruptedException {
    run(List.of("ip", "netns", "exec", NAMES + place, "sh", "-ec", script));
  }

  private static void sh(String script) throws IOException, InterruptedException {
    run(List.of("sh", "-ec", script));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  /** One way of tracing; false if it did not get there. */
  private interface Trace {
    boolean reached() throws Exception;
  }

  private static void measure(int rounds) throws Exception {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    try (Resolver resolver = new Resolver()) {
      TracerouteProbe probe = new TracerouteProbe(resolver);
      Map<String, Trace> ways = new LinkedHashMap<>();
      ways.put("ours, icmp", () -> ours(probe, "icmp"));
      ways.put("ours, udp", () -> ours(probe, "udp"));
      ways.put("traceroute -I", () -> command("traceroute", "-n", "-I", TARGET));
      ways.put("traceroute", () -> command("traceroute", "-n", TARGET));
      ways.put("mtr", () -> command("mtr", "-n", "-r", "-c", SAMPLES + "", TARGET));
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, Trace> way : ways.entrySet()) {
          long begin = System.nanoTime();
          if (way.getValue().reached() && round > 0) {
            double took = (System.nanoTime() - begin) / 1e6;
            millis.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(took);
          }
        }
      }
    }
    millis.forEach(TraceBench::print);
  }

  private static void print(String name, List<Double> times) {
    double[] sorted = times.stream().mapToDouble(each -> each).sorted().toArray();
    System.out.printf(
        "%-14s median %,8.1f ms, slowest %,8.1f ms of %d traces%n",
        name, sorted[sorted.length / 2], sorted[sorted.length - 1], sorted.length);
  }

  private static boolean ours(TracerouteProbe probe, String method) throws InterruptedException {
    Target target = new Target(TARGET, Duration.ofSeconds(2), SAMPLES, Map.of("method", method));
    Traceroute result = (Traceroute) probe.round(target, GRANT).result();
    return result.targetReached() && result.hops().getLast().distance() == HOPS;
  }

  private static boolean command(String... command) throws IOException, InterruptedException {
    boolean there =
        Arrays.stream(String.valueOf(System.getenv("PATH")).split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command[0])));
    if (!there) {
      return false;
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
  }
}

package collector.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import monitor.api.event.Attributes;

/**
 * Packets over a pair of interfaces between two network namespaces: how many come without loss, and
 * what one costs, in turn for us and for tcpdump, which writes to nowhere. Before that, what one
 * costs from memory. Needs root, ip and tcpdump.
 *
 * <p>Arguments: seconds of a round (5), rounds (3), bytes of a frame (128), flows (1024), packets a
 * second or 0 for as many as go (0).
 */
public final class TrafficBench {
  private static final String NEAR = "bench-near";
  private static final String FAR = "bench-far";
  private static final int MEMORY_PACKETS = 20_000_000;
  private static final int BUFFER = 64 << 20;
  private static final Pattern TCPDUMP = Pattern.compile("(\\d+) packets? (received|dropped) by");

  private TrafficBench() {}

  /** What became of the packets of a round. */
  private record Round(double perSecond, double lost, double microseconds) {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    List<String> given = new ArrayList<>(List.of("5", "3", "128", "1024", "0"));
    for (int i = 0; i < args.length; i++) {
      given.set(i, args[i]);
    }
    for (int flows : new int[] {1, 1024, 30_000}) {
      System.out.printf("from memory, %,6d flows: %.3f us a packet%n", flows, memory(flows));
    }
    Map<String, List<Round>> results = new TreeMap<>();
    try {
      connect();
      for (int round = 0; round < Integer.parseInt(given.get(1)); round++) {
        note(results, "tcpdump", tcpdump(given));
        note(results, "ours", ours(given));
      }
    } finally {
      for (String name : List.of(NEAR, FAR)) {
        new ProcessBuilder("ip", "netns", "del", name).start().waitFor();
      }
    }
    results.forEach((name, rounds) ->
        System.out.printf(
            "%-8s median: %,.0f packets/s sent, %.2f %% lost, %.3f us CPU a packet%n",
            name,
            median(rounds.stream().map(Round::perSecond).toList()),
            median(rounds.stream().map(Round::lost).toList()),
            median(rounds.stream().map(Round::microseconds).toList())));
  }

  private static void note(Map<String, List<Round>> results, String name, Round round) {
    System.out.printf(
        "%-8s %,.0f packets/s sent, %.2f %% lost, %.3f us CPU a packet%n",
        name, round.perSecond(), round.lost(), round.microseconds());
    results.computeIfAbsent(name, key -> new ArrayList<>()).add(round);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** Decoding and accounting alone, on one thread: the second half, when it is compiled. */
  private static double memory(int flows) {
    FlowSettings settings =
        new FlowSettings(
            Duration.ofMinutes(1), 32_768, Duration.ofSeconds(30), Duration.ofMinutes(5), 10);
    TrafficAccount account =
        new TrafficAccount(
            "bench",
            Attributes.EMPTY,
            true,
            new TrafficSettings(Duration.ofSeconds(10), settings, true, true),
            2000,
            event -> true);
    ByteBuffer frames = ByteBuffer.allocateDirect(128 * flows);
    for (int flow = 0; flow < flows; flow++) {
      frames.put(PacketGenerator.frame(128, flow));
    }
    long half = 0;
    for (int i = 0; i < MEMORY_PACKETS; i++) {
      if (i == MEMORY_PACKETS / 2) {
        half = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      }
      int at = i % flows * 128;
      account.packet(LinkType.ETHERNET, frames, at, 128, 128, -1, false, i * 1000L, i * 1000L);
      if (i % 256 == 0) {
        account.tick(i * 1000L, i * 1000L);
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - half;
    return nanos / 1e3 / (MEMORY_PACKETS / 2);
  }

  private static void connect() throws Exception {
    for (String name : List.of(NEAR, FAR)) {
      run("ip", "netns", "add", name);
      run(
          "ip",
          "netns",
          "exec",
          name,
          "sh",
          "-c",
          "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6");
      run(
          "ip",
          "netns",
          "exec",
          name,
          "sh",
          "-c",
          "echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6");
    }
    run(
        "ip", "-n", NEAR, "link", "add", "near", "type", "veth", "peer", "name", "far", "netns",
        FAR);
    run("ip", "-n", NEAR, "link", "set", "near", "up");
    run("ip", "-n", FAR, "link", "set", "far", "up");
  }

  private static void run(String... command) throws Exception {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  private static Process start(String namespace, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(command);
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  private static List<String> java(String type, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), type));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Sends for the time of a round; packets and nanoseconds. */
  private static long[] send(List<String> given, String seconds) throws Exception {
    Process process =
        start(
            NEAR,
            java(
                PacketGenerator.class.getName(),
                "near",
                seconds,
                given.get(2),
                given.get(3),
                given.get(4)));
    return numbers(output(process).readLine());
  }

  private static long[] numbers(String line) {
    return Stream.of(String.valueOf(line).split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static Round round(long[] sent, long seen, long lost, double cpuNanos) {
    return new Round(sent[0] * 1e9 / sent[1], lost * 100.0 / sent[0], cpuNanos / 1e3 / seen);
  }

  private static Round ours(List<String> given) throws Exception {
    Path folder = Files.createTempDirectory("traffic-bench");
    Process process =
        start(FAR, java(CaptureRun.class.getName(), folder + "/data", "far", BUFFER + ""));
    try (BufferedReader out = output(process)) {
      String line = out.readLine();
      if (!"ready".equals(line)) {
        throw new IOException("no capture: " + line);
      }
      send(given, "3"); // until it is compiled
      long[] before = ask(process, out);
      long[] sent = send(given, given.get(0));
      long[] after = ask(process, out);
      long dropped = after[1] - before[1];
      return round(sent, after[0] - before[0], dropped, after[2] - before[2]);
    } finally {
      process.destroy();
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** Packets, dropped, processor time, when the metrics of all packets have come. */
  private static long[] ask(Process process, BufferedReader out) throws Exception {
    TimeUnit.SECONDS.sleep(3);
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return numbers(out.readLine());
  }

  private static Round tcpdump(List<String> given) throws Exception {
    String buffer = BUFFER / 1024 + "";
    Process process =
        start(
            FAR,
            List.of("tcpdump", "-i", "far", "-n", "-s", "2048", "-B", buffer, "-w", "/dev/null"));
    try (BufferedReader out = output(process)) {
      String line = out.readLine();
      while (line != null && !line.contains("listening on")) {
        line = out.readLine();
      }
      send(given, "3");
      double before = cpuNanos(process.pid());
      long[] sent = send(given, given.get(0));
      TimeUnit.SECONDS.sleep(2);
      double after = cpuNanos(process.pid());
      run("kill", "-INT", process.pid() + "");
      long[] counts = new long[2];
      for (line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = TCPDUMP.matcher(line);
        if (matcher.find()) {
          counts[matcher.group(2).equals("received") ? 0 : 1] = Long.parseLong(matcher.group(1));
        }
      }
      // It tells the loss of both times together, so this is an upper bound for the second.
      long lost = Math.min(counts[1], sent[0]);
      return round(sent, sent[0] - lost, lost, after - before);
    }
  }

  /** Processor time of a process, from proc(5), in steps of ten milliseconds. */
  private static double cpuNanos(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid + "", "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1e7;
  }
}

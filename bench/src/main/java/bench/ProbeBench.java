package bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.probe.Probe;
import monitor.api.probe.Target;
import probe.reachability.HttpProbe;
import probe.reachability.PingProbe;
import probe.reachability.Resolver;
import probe.reachability.TcpProbe;

/**
 * Probes per second and processor time per probe on the loopback, in turn with fping and the
 * blackbox exporter of Prometheus where they are installed. ICMP goes to 10,000 addresses, TCP and
 * HTTP to a server in a process of its own. The exporter is asked over HTTP, as it is made for;
 * what that costs on our side is not counted to it. Prints each round, and the medians of those
 * after the warm-up with our share of each peer's. Ours is warmed up by ten rounds, because it runs
 * for months and not for a second; how much the first takes is printed.
 *
 * <p>Arguments: probes of each kind in a round (default 10,000), rounds (default 3), and the only
 * kind (icmp, tcp or http; default all).
 */
public final class ProbeBench {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int AT_ONCE = 64;
  private static final int WARM_UPS = 10;
  private static final int PORT = 9_115;
  private static final Grant GRANT =
      new Grant(
          Capabilities.of(Capability.RAW_SOCKET),
          Capabilities.NONE,
          Capabilities.of(Capability.RAW_SOCKET),
          List.of());

  private final int probes;
  private final String only;
  private final ProbeFigures figures = new ProbeFigures();

  private ProbeBench(int probes, String only) {
    this.probes = probes;
    this.only = only;
  }

  /** Runs it; with the argument {@code serve} it is the server. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("serve")) {
      serve();
      return;
    }
    int probes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    new ProbeBench(probes, arguments.length > 2 ? arguments[2] : "").run(rounds);
  }

  private static void serve() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private void run(int rounds) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ProbeBench.class.getName(),
                "serve")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String there = "127.0.0.1:" + Integer.parseInt(said.readLine());
    Process exporter = exporter();
    try (Resolver resolver = new Resolver()) {
      PingProbe ping = new PingProbe(resolver);
      for (int round = 0; round <= rounds; round++) {
        String name = round == 0 ? ProbeFigures.WARM_UP : "round " + round;
        if (wanted("icmp")) {
          ours(name + " icmp", ping, this::address);
          fping(name + " icmp");
          exported(name + " icmp", exporter, "icmp", this::address);
        }
        if (wanted("tcp")) {
          ours(name + " tcp", new TcpProbe(resolver), i -> there);
          exported(name + " tcp", exporter, "tcp_connect", i -> there);
        }
        if (wanted("http")) {
          ours(name + " http", new HttpProbe(resolver), i -> "http://" + there + "/");
          exported(name + " http", exporter, "http_2xx", i -> "http://" + there + "/");
        }
      }
      ping.close();
      figures.printMedians();
    } finally {
      exporter.destroy();
      server.destroy();
    }
  }

  private boolean wanted(String kind) {
    return only.isEmpty() || only.equals(kind);
  }

  private String address(int index) {
    return "127.1.%d.%d".formatted(index / 250, 1 + index % 250);
  }

  /** Names the target of each probe. */
  private interface Targets {
    String of(int index);
  }

  private void ours(String what, Probe probe, Targets targets) throws Exception {
    boolean warmUp = what.startsWith(ProbeFigures.WARM_UP);
    for (int i = 0; i < (warmUp ? WARM_UPS : 1); i++) {
      round(what, probe, targets);
    }
  }

  private void round(String what, Probe probe, Targets targets) throws Exception {
    long cpu = SYSTEM.getProcessCpuTime();
    long nanos =
        all(i -> probe.probe(new Target(targets.of(i), TIMEOUT, 1, Map.of()), GRANT).successful());
    note(what, ProbeFigures.OURS, nanos, SYSTEM.getProcessCpuTime() - cpu);
  }

  private static Process exporter() throws Exception {
    Process exporter =
        new ProcessBuilder(
                "prometheus-blackbox-exporter",
                "--config.file=/etc/prometheus/blackbox.yml",
                "--web.listen-address=127.0.0.1:" + PORT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.sleep(2_000);
    return exporter;
  }

  private void exported(String what, Process exporter, String module, Targets targets)
      throws Exception {
    if (!exporter.isAlive()) {
      return;
    }
    try (HttpClient client =
        HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build()) {
      long cpu = processorNanos(exporter.pid());
      long nanos =
          all(i -> {
            String url =
                "http://127.0.0.1:%d/probe?module=%s&target=%s"
                    .formatted(PORT, module, targets.of(i));
            return client
                .send(
                    HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body()
                .contains("probe_success 1");
          });
      note(what, "blackbox_exporter", nanos, processorNanos(exporter.pid()) - cpu);
    }
  }

  private static long processorNanos(long process) throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/" + process + "/stat"))
            .replaceFirst(".*\\) ", "")
            .split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000L;
  }

  private void fping(String what) throws Exception {
    Path list = Files.createTempFile("targets", ".txt");
    Files.write(list, IntStream.range(0, probes).mapToObj(this::address).toList());
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "fping -q -c 1 -i 0.001 -t 10000 -f \"$1\" 2>&1 | grep -c 1/1/0; times",
                "-",
                list.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    long nanos = System.nanoTime() - begin;
    Files.delete(list);
    if (!said.startsWith(probes + "\n")) {
      System.out.println("fping: " + said.lines().findFirst().orElse(""));
      return;
    }
    double seconds =
        Pattern.compile("(\\d+)m([0-9.]+)s")
            .matcher(said.substring(said.lastIndexOf('\n', said.length() - 2)))
            .results()
            .mapToDouble((MatchResult time) ->
                60 * Integer.parseInt(time.group(1)) + Double.parseDouble(time.group(2)))
            .sum();
    note(what, "fping", nanos, (long) (seconds * 1e9));
  }

  /** Some at once; nanoseconds that all took. */
  private long all(Work work) throws Exception {
    Semaphore places = new Semaphore(AT_ONCE);
    CountDownLatch done = new CountDownLatch(probes);
    AtomicInteger failed = new AtomicInteger();
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < probes; i++) {
        int index = i;
        places.acquire();
        Callable<Void> one =
            () -> {
              try {
                failed.addAndGet(work.succeeds(index) ? 0 : 1);
              } catch (Exception e) {
                failed.incrementAndGet();
              } finally {
                places.release();
                done.countDown();
              }
              return null;
            };
        var _ = threads.submit(one);
      }
      done.await();
    }
    if (failed.get() > 0) {
      System.out.println(failed.get() + " failed");
    }
    return System.nanoTime() - begin;
  }

  /** One probe. */
  private interface Work {
    boolean succeeds(int index) throws Exception;
  }

  private void note(String what, String who, long nanos, long cpuNanos) {
    figures.add(what, who, probes * 1e9 / nanos, cpuNanos / 1e3 / probes);
  }
}

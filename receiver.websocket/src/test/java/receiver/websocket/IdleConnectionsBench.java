package receiver.websocket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.runtime.batch.SealedBatch;
import monitor.wire.Message;
import monitor.wire.Messages;
import monitor.wire.Tls;
import receiver.websocket.Hosts.Collector;

/**
 * How long a batch of an agent waits for its answer while connections of others are idle and one
 * agent does not read, beside the same with nobody else, in turn in one run; and the memory that an
 * idle connection holds in the collector. All over TLS; the others are in a process of their own.
 * Prints each round, and the medians of the ratios.
 *
 * <p>Arguments: number of idle connections, rounds, batches of a measurement.
 */
public final class IdleConnectionsBench {
  private static final int EVENTS = 100;
  private static final Random RANDOM = new Random(1);

  private final Collector collector;
  private final String authority;
  private final int idle;
  private final int batches;
  private long next;

  private IdleConnectionsBench(Collector collector, String authority, int idle, int batches) {
    this.collector = collector;
    this.authority = authority;
    this.idle = idle;
    this.batches = batches;
  }

  /** Microseconds from a batch to its answer. */
  private record Latency(double p50, double p99) {
    static Latency of(long[] nanos) {
      Arrays.sort(nanos);
      return new Latency(
          nanos[nanos.length / 2] / 1e3,
          nanos[Math.min(nanos.length - 1, nanos.length * 99 / 100)] / 1e3);
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int idle = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    int batches = Integer.parseInt(arguments[2]);
    Path data = Files.createTempDirectory("idle-connections");
    Sink accepting = batch -> Outcome.ACCEPTED;
    Authority authority = new Authority(data, "authority");
    Authority.Issued keys = authority.issue("collector-1");
    Map<String, Object> configuration = Hosts.plain();
    configuration.put("silence", "1h");
    configuration.put("certificate", keys.certificate());
    configuration.put("key", keys.key());
    try (Collector collector = Hosts.collector(data, "collector-1", accepting, configuration)) {
      new IdleConnectionsBench(collector, authority.certificate(), idle, batches).run(rounds);
    } finally {
      delete(data);
    }
  }

  private void run(int rounds) throws Exception {
    List<Double> halves = new ArrayList<>();
    List<Double> tails = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      measure(); // Warm, and past the end of the round before.
      Latency alone = measure();
      long before = Held.bytes();
      Process others = others();
      double each = (double) (Held.bytes() - before) / (idle + 1);
      measure(); // Warm as before, and past a thousand handshakes.
      Latency beside = measure();
      others.getOutputStream().close();
      others.waitFor();
      System.out.printf(
          "round %d: alone p50 %.0f us p99 %.0f us, beside %d others p50 %.0f us p99 %.0f us, %.0f bytes each%n",
          round, alone.p50(), alone.p99(), idle, beside.p50(), beside.p99(), each);
      halves.add(beside.p50() / alone.p50());
      tails.add(beside.p99() / alone.p99());
      bytes.add(each);
    }
    System.out.printf(
        "median of the ratios: p50 %.2f, p99 %.2f; median of the bytes of a connection: %.0f%n",
        median(halves), median(tails), median(bytes));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private Latency measure() throws Exception {
    long[] nanos = new long[batches];
    try (RawPeer agent =
        RawPeer.greeted(sockets(authority), collector.port(), "measured", RANDOM)) {
      for (int i = 0; i < batches; i++) {
        SealedBatch batch = RawBatch.sealed("measured", next, EVENTS, Codec.ZSTD);
        next += EVENTS;
        byte[] message = RawBatch.whole(batch);
        long start = System.nanoTime();
        agent.message(message, RANDOM);
        Message answer = Messages.decode(ByteBuffer.wrap(agent.read()));
        nanos[i] = System.nanoTime() - start;
        if (!answer.equals(new Message.Answer(batch.header().sha256(), Outcome.ACCEPTED))) {
          throw new IOException("not accepted: " + answer);
        }
      }
    }
    return Latency.of(nanos);
  }

  private Process others() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Others.class.getName(),
                authority,
                String.valueOf(collector.port()),
                String.valueOf(idle))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IOException("the others ended with " + process.waitFor());
      }
    }
    return process;
  }

  /** The idle agents and the one that does not read, until standard input ends. */
  public static final class Others {
    private Others() {}

    /** Arguments: file with the authority, port, number of idle connections. */
    public static void main(String[] arguments) throws Exception {
      SocketFactory sockets = sockets(arguments[0]);
      int port = Integer.parseInt(arguments[1]);
      List<RawPeer> peers = new ArrayList<>();
      peers.add(RawPeer.stalled(sockets, port, RANDOM));
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        peers.add(RawPeer.greeted(sockets, port, "idle-" + i, RANDOM));
      }
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // Nothing is said.
      }
      for (RawPeer peer : peers) {
        peer.close();
      }
    }
  }

  private static SocketFactory sockets(String authority) throws IOException {
    return Tls.of(authority, "", "").context().getSocketFactory();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package collector.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.ProcessObservation;
import monitor.api.event.ProcessObservation.Phase;
import monitor.api.event.Sample;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured agrees with what this machine shows to others. */
class RealHostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SourceHarness harness;

  @BeforeEach
  void start() {
    harness =
        SourceHarness.of(
                new MetricsSource(
                    TestConfiguration.of(
                        MetricsConfiguration.class,
                        Map.of("interval", "200ms", "processes.interval", "1s"))))
            .start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    harness.close();
  }

  private static boolean isSample(Event event, String name, String attributes) {
    return event.payload() instanceof Sample sample
        && sample.series().name().equals(name)
        && sample.series().attributes().toString().equals(attributes);
  }

  private double await(String name, String attributes) throws InterruptedException {
    Event event = harness.awaitEvent(each -> isSample(each, name, attributes), PATIENCE);
    return ((Sample) event.payload()).value();
  }

  /** Ticks that all processors spent without work, and in all, as anybody can read them. */
  private record Ticks(long idle, long total) {
    static Ticks now() throws IOException {
      String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
      long[] all =
          Arrays.stream(line.split("\\s+")).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
      return new Ticks(all[3] + all[4], Arrays.stream(all).sum());
    }
  }

  /** The true value lies between what is read just before and just after each measurement. */
  @Test
  void agreesOnTheUtilizationOfProcessors() throws Exception {
    CpuMeter meter = new CpuMeter(new Scan(), new HostFiles(Path.of("/")), CpuMeter.Cores.NOTHING);
    Ticks beforeFirst = Ticks.now();
    meter.measure(new Round(1));
    Ticks afterFirst = Ticks.now();
    harness.await(() -> ticksSince(afterFirst) >= 100, PATIENCE, "a hundred ticks");
    Ticks beforeSecond = Ticks.now();
    Round second = new Round(2);
    meter.measure(second);
    Ticks afterSecond = Ticks.now();
    double least =
        1
            - (double) (afterSecond.idle() - beforeFirst.idle())
                / (beforeSecond.total() - afterFirst.total());
    double most =
        1
            - (double) (beforeSecond.idle() - afterFirst.idle())
                / (afterSecond.total() - beforeFirst.total());
    assertThat(((Sample) second.samples().getFirst().payload()).value())
        .isBetween(least - 1e-9, most + 1e-9);
  }

  private static long ticksSince(Ticks start) {
    try {
      return Ticks.now().total() - start.total();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void showsEveryProcessor() throws Exception {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    assertThat(await("system.cpu.utilization", "{cpu.logical_number=" + last + "}"))
        .isBetween(0.0, 1.0);
    double sum = 0;
    for (String mode : List.of("user", "nice", "system", "idle", "iowait", "interrupt", "steal")) {
      sum += await("system.cpu.utilization", "{cpu.mode=" + mode + "}");
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void agreesOnMemory() throws Exception {
    double limit = await("system.memory.limit", "{}");
    long kib =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    assertThat(limit).isEqualTo(kib * 1024.0);
    double sum = 0;
    for (String state : List.of("used", "free", "buffers", "cached")) {
      sum += await("system.memory.usage", "{system.memory.state=" + state + "}");
    }
    assertThat(sum).isEqualTo(limit);
  }

  /** The value of the root file system. */
  private double awaitRoot(String name, @Nullable String state) throws InterruptedException {
    Event event =
        harness.awaitEvent(
            each ->
                each.payload() instanceof Sample sample
                    && sample.series().name().equals(name)
                    && "/".equals(attribute(sample, "mountpoint"))
                    && Objects.equals(state, attribute(sample, "state")),
            PATIENCE);
    return ((Sample) event.payload()).value();
  }

  private static @Nullable Object attribute(Sample sample, String name) {
    return sample.series().attributes().get("system.filesystem." + name);
  }

  /** Numbers of the last line that df prints. */
  private static double[] df(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("df"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String[] lines = new String(process.getInputStream().readAllBytes(), UTF_8).split("\n");
    assertThat(process.waitFor()).isZero();
    return Arrays.stream(lines[lines.length - 1].strip().split("\\s+"))
        .mapToDouble(text -> Double.parseDouble(text.replace("%", "")))
        .toArray();
  }

  @Test
  void agreesWithDfOnTheRoomOnTheRootFileSystem() throws Exception {
    double[] bytes = df("-B1", "--output=size,used,avail,pcent", "/");
    assertThat(awaitRoot("system.filesystem.limit", null)).isEqualTo(bytes[0]);
    double tolerance = bytes[0] / 100; // others write meanwhile
    assertThat(awaitRoot("system.filesystem.usage", "used")).isCloseTo(bytes[1], within(tolerance));
    assertThat(awaitRoot("system.filesystem.usage", "free")).isCloseTo(bytes[2], within(tolerance));
    assertThat(awaitRoot("system.filesystem.utilization", null) * 100)
        .isCloseTo(bytes[3], within(2.0));
  }

  @Test
  void agreesWithDfOnTheInodesOfTheRootFileSystem() throws Exception {
    double[] inodes = df("--output=itotal,iused", "/");
    if (inodes[0] > 0) {
      double used = awaitRoot("system.filesystem.inodes.usage", "used");
      double free = awaitRoot("system.filesystem.inodes.usage", "free");
      assertThat(used + free).isEqualTo(inodes[0]);
      assertThat(used).isCloseTo(inodes[1], within(inodes[0] / 100));
    }
  }

  @Test
  void agreesOnTheUptime() throws Exception {
    String text = Files.readString(Path.of("/proc/uptime"));
    assertThat(await("system.uptime", "{}"))
        .isCloseTo(Double.parseDouble(text.split(" ")[0]), within(PATIENCE.toSeconds() * 1.0));
  }

  @Test
  void agreesOnTheTrafficOfTheLoopback() throws Exception {
    sendToLoopback();
    NetworkMeter meter =
        new NetworkMeter(
            new Scan(), new HostFiles(Path.of("/")), new NamePatterns(List.of("eth*")));
    Round round = new Round(1);
    long before = loopbackBytes();
    meter.measure(round);
    long after = loopbackBytes();
    Event received =
        round.samples().stream()
            .filter(event ->
                isSample(
                    event,
                    "system.network.io",
                    "{network.interface.name=lo, network.io.direction=receive}"))
            .findFirst()
            .orElseThrow();
    assertThat(((Sample) received.payload()).value()).isBetween((double) before, (double) after);
  }

  /** An interface that never carried a packet is not shown. */
  private static void sendToLoopback() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
    }
  }

  private static long loopbackBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/net/dev")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("lo:"))
        .mapToLong(line -> Long.parseLong(line.split("[:\\s]+")[1]))
        .sum();
  }

  private ProcessObservation awaitProcess(Phase phase, long pid) throws InterruptedException {
    return (ProcessObservation)
        harness
            .awaitEvent(
                event ->
                    event.payload() instanceof ProcessObservation process
                        && process.phase() == phase
                        && process.pid() == pid,
                PATIENCE)
            .payload();
  }

  @Test
  void showsThisProcessAsOthersSeeIt() throws Exception {
    ProcessHandle self = ProcessHandle.current();
    ProcessObservation shown = awaitProcess(Phase.RUNNING, self.pid());
    assertThat(shown.executable()).isEqualTo(self.info().command().orElseThrow());
    assertThat(shown.user()).isEqualTo(self.info().user().orElseThrow());
    assertThat(shown.parentPid()).isEqualTo(self.parent().map(ProcessHandle::pid).orElse(0L));
    assertThat(Duration.between(self.info().startInstant().orElseThrow(), startOf(shown)).abs())
        .isLessThan(Duration.ofSeconds(2));
    assertThat(shown.memoryBytes()).isGreaterThan(10 << 20);
    assertThat(shown.cpuUtilization())
        .isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
  }

  private static Instant startOf(ProcessObservation process) {
    return Instant.ofEpochSecond(0, process.startNanos());
  }

  @Test
  void showsThatAProcessStartsAndEnds() throws Exception {
    harness.awaitEvent(event -> event.payload().kind().equals(Kind.PROCESS), PATIENCE);
    Process child = new ProcessBuilder("sleep", "60").start();
    try {
      ProcessObservation started = awaitProcess(Phase.STARTED, child.pid());
      assertThat(started.name()).isEqualTo("sleep");
      assertThat(started.commandLine()).isEqualTo("sleep 60");
      assertThat(started.parentPid()).isEqualTo(ProcessHandle.current().pid());
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(awaitProcess(Phase.ENDED, child.pid()).commandLine()).isEqualTo("sleep 60");
  }

  private static long written() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("write_bytes: "))
        .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
        .findFirst()
        .orElseThrow();
  }

  /** The true value lies between what is read just before and just after each look. */
  @Test
  void agreesOnWhatThisProcessWrites(@TempDir Path folder) throws Exception {
    Scan scan = new Scan();
    ProcessIo io = new ProcessIo("/proc/self");
    long outerFrom = written();
    io.look(scan, 1);
    long innerFrom = written();
    try (FileChannel file = FileChannel.open(folder.resolve("a"), CREATE, WRITE)) {
      file.write(ByteBuffer.allocate(1 << 20));
      file.force(true);
    }
    long innerTo = written();
    io.look(scan, 1);
    assertThat((Double) io.attributes().get("process.disk.write.rate"))
        .isBetween((double) innerTo - innerFrom, (double) written() - outerFrom);
  }
}

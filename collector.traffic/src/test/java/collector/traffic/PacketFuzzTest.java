package collector.traffic;

import static collector.traffic.Frames.ethernet;
import static collector.traffic.Frames.ip4;
import static collector.traffic.Frames.ip6;
import static collector.traffic.Frames.join;
import static collector.traffic.Frames.shorts;
import static collector.traffic.Frames.tagged;
import static collector.traffic.Frames.tcp;
import static collector.traffic.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import collector.traffic.Captures.Stamped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * T18 for packets: damaged packets and damaged capture files give nothing but events, counts and
 * the declared error, in bounded memory. The property {@code tests.seed} repeats one run.
 */
@Tag("T18")
class PacketFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final LinkType[] LINKS = LinkType.values();

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void readsDamagedPackets() {
    fuzzPackets(Duration.ofSeconds(5));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void readsDamagedFiles() {
    fuzzFiles(Duration.ofSeconds(4));
  }

  @Test
  @Tag("soak")
  void readsDamagedPacketsAndFilesForLong() {
    fuzzPackets(Duration.ofMinutes(Long.getLong("tests.minutes", 120) / 2));
    fuzzFiles(Duration.ofMinutes(Long.getLong("tests.minutes", 120) / 2));
  }

  private static long seed() {
    return Long.getLong("tests.seed", System.nanoTime());
  }

  private void fuzzPackets(Duration length) {
    long seed = seed();
    Random random = new Random(seed);
    List<byte[]> good = good();
    AccountRun run = new AccountRun("fuzz");
    long end = System.nanoTime() + length.toNanos();
    long round = 0;
    for (; round < ROUNDS || System.nanoTime() - end < 0; round++) {
      byte[] frame = damaged(good.get(random.nextInt(good.size())), random);
      int captured = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
      // Exactly as large as what was captured, so that a byte beyond it cannot be read unnoticed.
      ByteBuffer data = ByteBuffer.wrap(Arrays.copyOf(frame, captured));
      LinkType link = random.nextInt(4) == 0 ? LINKS[random.nextInt(LINKS.length)] : LINKS[1];
      long nanos = AccountRun.START + round * 1_000_000L;
      try {
        run.account.packet(link, data, 0, captured, frame.length, -1, false, nanos, nanos);
        run.account.tick(nanos, nanos);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
      }
      assertThat(run.account.conversations()).isLessThanOrEqualTo(1000);
      if (run.events.size() > 10_000) {
        run.events.clear();
      }
    }
    System.out.printf("T18 packets: %d damaged packets, seed %d%n", round, seed);
    assertThat(run.account.meter().malformed()).isPositive().isLessThan(round);
  }

  private void fuzzFiles(Duration length) {
    long seed = seed();
    Random random = new Random(seed);
    List<Stamped> packets = new ArrayList<>();
    for (byte[] frame : good()) {
      packets.add(new Stamped(AccountRun.START + packets.size() * 1000L, frame));
    }
    List<byte[]> files =
        List.of(
            Captures.pcap(ByteOrder.LITTLE_ENDIAN, false, packets),
            Captures.pcap(ByteOrder.BIG_ENDIAN, true, packets),
            Captures.pcapng(ByteOrder.LITTLE_ENDIAN, 6, 1_000_000, packets),
            Captures.pcapng(ByteOrder.BIG_ENDIAN, 0x80 | 30, 1L << 30, packets));
    long end = System.nanoTime() + length.toNanos();
    int refused = 0;
    int round = 0;
    for (; round < 500 || System.nanoTime() - end < 0; round++) {
      byte[] bytes = damaged(files.get(random.nextInt(files.size())), random);
      AccountRun run = new AccountRun("fuzz");
      try (CaptureFile file = CaptureFile.open(new ByteArrayInputStream(bytes))) {
        while (file.next()) {
          run.account.replayed(file);
        }
      } catch (CaptureFormatException e) {
        refused++;
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
      }
      run.stop();
    }
    System.out.printf("T18 capture files: %d, %d refused, seed %d%n", round, refused, seed);
    assertThat(refused).isPositive().isLessThan(round);
  }

  private static List<byte[]> good() {
    byte[] six = Frames.address6(0xfe80, 0, 0, 0, 0, 0, 0, 1);
    byte[] question = udp(4000, 53, Frames.question(7, "www.example.org", 1));
    byte[] answer = udp(53, 4000, Frames.answer(7, 0, "www.example.org", "192.0.2.1", "192.0.2.9"));
    byte[] over = Frames.question(8, "tcp.example.org", 1);
    byte[] client = join(new byte[] {22, 3, 1}, shorts(60), new byte[] {1, 0, 0, 56}, new byte[56]);
    return List.of(
        ethernet(0x0800, ip4("10.0.0.1", "10.0.0.2", 17, question)),
        ethernet(0x0800, ip4("10.0.0.2", "10.0.0.1", 17, answer)),
        ethernet(
            0x0800, ip4("10.0.0.1", "10.0.0.2", 6, tcp(5000, 443, 1, 0, Packet.SYN, new byte[0]))),
        ethernet(0x0800, ip4("10.0.0.1", "10.0.0.2", 6, tcp(5000, 443, 2, 9, Packet.ACK, client))),
        ethernet(
            0x0800,
            ip4(
                "10.0.0.1",
                "10.0.0.2",
                6,
                tcp(5000, 53, 2, 9, Packet.ACK, join(shorts(over.length), over)))),
        ethernet(0x0800, ip4("10.0.0.1", "10.0.0.2", 17, 5, 0x2000, udp(1, 2, new byte[64]))),
        tagged(
            0x86dd,
            ip6(six, six, 0, join(shorts(44 << 8, 0, 0, 0), shorts(17 << 8, 1, 0, 3), question)),
            5,
            6),
        ethernet(0x86dd, ip6(six, six, 58, new byte[40])),
        ethernet(0x0806, new byte[28]));
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    for (int i = random.nextInt(5); i > 0 && bad.length > 0; i--) {
      int at = random.nextInt(bad.length);
      switch (random.nextInt(5)) {
        case 0 -> bad = Arrays.copyOf(bad, at);
        case 1 -> bad = Arrays.copyOf(bad, bad.length + random.nextInt(64));
        case 2 -> bad[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> bad[at] ^= (byte) (1 << random.nextInt(8));
        default -> bad[at] = (byte) random.nextInt(256);
      }
    }
    return bad;
  }
}

package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets, and what the kernel says of them, in every state of damage. */
@Tag("T18")
class PacketFuzzTest {
  private static final long NONCE = 0x0123456789abcdefL;

  @Test
  void readsNothingButItsOwnOutOfDamagedPackets() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    fuzz(seed, Duration.ofSeconds(5));
  }

  @Test
  @Tag("soak")
  void readsNothingButItsOwnOutOfDamagedPacketsForLong() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    fuzz(seed, Duration.ofMinutes(Long.getLong("tests.minutes", 120)));
  }

  private static void fuzz(long seed, Duration time) {
    Random random = new Random(seed);
    long end = System.nanoTime() + time.toNanos();
    for (int round = 0; System.nanoTime() < end; round++) {
      IcmpFamily family = IcmpFamily.values()[round % 2];
      try {
        packet(family, random);
        control(family, random);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
      }
    }
  }

  private static void packet(IcmpFamily family, Random random) {
    byte[] request = new EchoPacket(random.nextInt(1 << 16), NONCE).request(family, 7, 32);
    ByteBuffer bytes = placed(Mutations.of(request, random), random);
    EchoPacket packet = EchoPacket.read(bytes);
    assertThat(packet == null).isEqualTo(bytes.remaining() < EchoPacket.SMALLEST);
    if (packet != null) {
      assertThat(packet.sequence()).isBetween(0, 65_535);
    }
    byte[] payload = ByteBuffer.allocate(32).putLong(NONCE).putInt(random.nextInt(500)).array();
    ByteBuffer quoted = placed(Mutations.of(payload, random), random);
    int number = UdpFlow.number(quoted, NONCE);
    if (quoted.remaining() < 12 || quoted.getLong(quoted.position()) != NONCE) {
      assertThat(number).isEqualTo(Flow.UNKNOWN);
    }
  }

  private static void control(IcmpFamily family, Random random) {
    ByteBuffer damaged = placed(Mutations.of(messages(family), random), random);
    int position = damaged.position();
    ControlMessages read = ControlMessages.read(damaged, family);
    assertThat(damaged.position()).isEqualTo(position);
    if (read.error() != null) {
      assertThat(read.error().type()).isBetween(0, 255);
      assertThat(family.reason(read.error().type(), read.error().code())).isNotBlank();
    }
  }

  /** Anywhere in a larger buffer, as the parts of a real one are. */
  private static ByteBuffer placed(byte[] bytes, Random random) {
    int before = random.nextInt(8);
    ByteBuffer all = ByteBuffer.allocate(before + bytes.length + random.nextInt(8));
    return all.put(before, bytes).limit(before + bytes.length).position(before);
  }

  /** A time stamp and an error of a router, as Linux lays them out. */
  private static byte[] messages(IcmpFamily family) {
    boolean v4 = family == IcmpFamily.V4;
    byte[] router = family.socketAddress(InetAddress.ofLiteral(v4 ? "10.0.0.9" : "fd00::9"));
    ByteBuffer bytes =
        ByteBuffer.allocate(32 + 16 + 16 + (v4 ? 16 : 32)).order(ByteOrder.nativeOrder());
    bytes.putLong(32).putInt(Libc.SOL_SOCKET).putInt(Libc.SO_TIMESTAMPNS);
    bytes.putLong(1_700_000_000L).putLong(5);
    bytes.putLong(32 + router.length).putInt(family.level()).putInt(family.errorQueue());
    bytes.putInt(113).put((byte) (v4 ? 2 : 3)).put((byte) (v4 ? 11 : 3)).put((byte) 0);
    bytes.put((byte) 0).putLong(0).put(router);
    return bytes.array();
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatTheKernelSays(IcmpFamily family) {
    ControlMessages read = ControlMessages.read(ByteBuffer.wrap(messages(family)), family);
    assertThat(read.arrival()).isEqualTo(Instant.ofEpochSecond(1_700_000_000L, 5));
    assertThat(read.error()).isNotNull();
    assertThat(read.error().from())
        .isEqualTo(InetAddress.ofLiteral(family == IcmpFamily.V4 ? "10.0.0.9" : "fd00::9"));
    assertThat(family.exceeded(read.error().type())).isTrue();
  }
}

package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PingerTest {
  @Test
  void writesARequestWithARightChecksum() {
    byte[] request = new EchoPacket(7, 42).request(IcmpFamily.V4, 0x1234, 57);
    assertThat(request).hasSize(65);
    long sum = 0;
    for (int i = 0; i < request.length; i++) {
      sum += (request[i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
    }
    assertThat((sum & 0xffff) + (sum >> 16)).isEqualTo(0xffff);
    assertThat(EchoPacket.read(ByteBuffer.wrap(request))).isEqualTo(new EchoPacket(7, 42));
    assertThat(EchoPacket.read(ByteBuffer.wrap(request, 0, 15))).isNull();
  }

  @Test
  void givesAllRequestsTheSameChecksumSoThatTheyTakeOnePath() {
    byte[] first = new EchoPacket(7, 42).request(IcmpFamily.V4, 0x1234, 56);
    byte[] later = new EchoPacket(40_000, 42).request(IcmpFamily.V4, 0x1234, 56);
    assertThat(ByteBuffer.wrap(later).getShort(2)).isEqualTo(ByteBuffer.wrap(first).getShort(2));
  }

  @Test
  void laysOutSocketAddressesAsLinuxDoes() throws Exception {
    assertThat(IcmpFamily.V4.socketAddress(InetAddress.ofLiteral("1.2.3.4")))
        .containsExactly(2, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(IcmpFamily.V6.socketAddress(InetAddress.ofLiteral("::1")))
        .hasSize(28)
        .startsWith(10, 0)
        .satisfies(bytes -> assertThat(bytes[23]).isEqualTo((byte) 1));
  }

  @Test
  void writesThePortInTheOrderOfTheNetwork() {
    assertThat(IcmpFamily.V4.socketAddress(InetAddress.ofLiteral("1.2.3.4"), 0x829a))
        .startsWith(2, 0, 0x82, 0x9a, 1, 2, 3, 4);
  }

  @Test
  void placesAMomentOfTheWallClockOnTheMonotonicOne() {
    java.time.Instant wall = java.time.Instant.ofEpochSecond(1_000, 500);
    ClockReading reading = new ClockReading(wall, 7_000_000, 10);
    assertThat(reading.nanosAt(wall.minusNanos(2_000))).isEqualTo(6_998_000);
    assertThat(reading.nanosAt(wall.plusNanos(1))).isEqualTo(7_000_000);
    assertThat(reading.nanosAt(wall.minusSeconds(3_600))).isEqualTo(7_000_000);
    assertThat(ClockReading.tight().spreadNanos()).isNotNegative();
  }

  @Test
  void letsOnlyRepliesThroughTheFilter() {
    ByteBuffer v4 = ByteBuffer.wrap(IcmpFamily.V4.filter()).order(java.nio.ByteOrder.nativeOrder());
    assertThat(v4.getInt()).isEqualTo(~1);
    assertThat(IcmpFamily.V6.filter()).hasSize(32);
  }
}

package collector.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import collector.traffic.Captures.Stamped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureFileTest {
  private static final long TIME = 1_700_000_000_123_456_000L;
  private static final List<Stamped> PACKETS =
      List.of(
          new Stamped(TIME, new byte[] {1, 2, 3}),
          new Stamped(TIME + 1_000_000_000L, new byte[9000]),
          new Stamped(TIME + 2_000_000_000L, new byte[] {}));

  private static List<Stamped> read(byte[] bytes) throws IOException {
    List<Stamped> packets = new ArrayList<>();
    try (CaptureFile file = CaptureFile.open(new ByteArrayInputStream(bytes))) {
      while (file.next()) {
        byte[] frame = new byte[file.captured()];
        file.data().get(file.offset(), frame);
        packets.add(new Stamped(file.timeNanos(), frame));
      }
    }
    return packets;
  }

  private static void assertSame(byte[] capture) throws IOException {
    assertThat(read(capture))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(PACKETS);
  }

  @Test
  void readsPcapInBothByteOrdersAndResolutions() throws Exception {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      assertSame(Captures.pcap(order, true, PACKETS));
      assertSame(Captures.pcap(order, false, PACKETS));
    }
  }

  @Test
  void readsPcapngInBothByteOrdersAndAnyResolution() throws Exception {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      assertSame(Captures.pcapng(order, 6, 1_000_000, PACKETS));
      assertSame(Captures.pcapng(order, 9, 1_000_000_000, PACKETS));
      List<Stamped> binary = read(Captures.pcapng(order, 0x80 | 20, 1 << 20, PACKETS));
      assertThat(binary.getFirst().timeNanos()).isBetween(TIME - 1000, TIME);
    }
  }

  @Test
  void takesAbsurdTimeStampsAsTheyAre() {
    PcapngInterface slow = new PcapngInterface(LinkType.RAW, 0, 0, 0);
    assertThat(slow.nanos(0, 5)).isEqualTo(5_000_000_000L);
    assertThat(slow.nanos(-1, -1)).isPositive();
    PcapngInterface fine = new PcapngInterface(LinkType.RAW, 0, 0x7f, Long.MIN_VALUE);
    assertThat(fine.nanos(-1, -1)).isPositive();
    PcapngInterface binary = new PcapngInterface(LinkType.RAW, 0, 0xff, 0);
    assertThat(binary.nanos(0x4000_0000, 0)).isEqualTo(500_000_000L);
  }

  @Test
  void keepsThePacketsBeforeTheEndOfACutFile() {
    byte[] whole = Captures.pcap(ByteOrder.BIG_ENDIAN, true, PACKETS);
    byte[] cut = Arrays.copyOf(whole, whole.length - 20);
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (CaptureFile file = CaptureFile.open(new ByteArrayInputStream(cut))) {
                while (file.next()) {
                  seen.add(file.captured());
                }
              }
            })
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("ends within a record");
    assertThat(seen).containsExactly(3);
  }

  @Test
  void refusesWhatIsNoCaptureAndLengthsThatLie() {
    assertThatThrownBy(() -> read(Frames.text("#!/bin/sh\necho")))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("neither pcap nor pcapng");
    assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(CaptureFormatException.class);
    byte[] huge = Captures.pcap(ByteOrder.BIG_ENDIAN, true, PACKETS);
    ByteBuffer.wrap(huge).putInt(24 + 8, 0x7fff_ffff);
    assertThatThrownBy(() -> read(huge))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("byte 24: a packet of 2147483647 bytes");
    byte[] block = Captures.pcapng(ByteOrder.BIG_ENDIAN, 6, 1_000_000, PACKETS);
    ByteBuffer.wrap(block).putInt(4, 0);
    assertThatThrownBy(() -> read(block))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("a block of 0 bytes");
  }
}

package collector.traffic;

import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A pcap file (draft-ietf-opsawg-pcap). */
final class PcapFile extends CaptureFile {
  private static final int HEADER = 24;
  private static final int RECORD = 16;

  private final int nanosOfFraction;
  private final @Nullable LinkType link;
  private int left;

  PcapFile(CaptureBytes bytes, ByteOrder order, int nanosOfFraction) throws IOException {
    super(bytes);
    this.nanosOfFraction = nanosOfFraction;
    bytes.order(order);
    bytes.need(HEADER);
    if (bytes.shortAt(4) != 2) {
      throw new CaptureFormatException(
          "byte 4: version %d of pcap is unknown".formatted(bytes.shortAt(4)));
    }
    // The upper bits tell whether frames end with a check sum.
    this.link = LinkType.of(bytes.intAt(20) & 0x03ff_ffff);
    bytes.skip(HEADER);
  }

  @Override
  boolean next() throws IOException {
    bytes.skip(left);
    left = 0;
    if (!bytes.has(RECORD)) {
      return false;
    }
    long seconds = bytes.intAt(0) & 0xffff_ffffL;
    long fraction = bytes.intAt(4) & 0xffff_ffffL;
    int captured = bytes.intAt(8);
    int length = bytes.intAt(12);
    if (captured < 0 || captured > LONGEST) {
      throw new CaptureFormatException(
          "byte %d: a packet of %d bytes".formatted(bytes.consumed(), captured & 0xffff_ffffL));
    }
    bytes.skip(RECORD);
    if (captured > 0) {
      bytes.need(captured);
    }
    left = captured;
    packet(link, captured, length, seconds * 1_000_000_000L + fraction * nanosOfFraction);
    return true;
  }
}

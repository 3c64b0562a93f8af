package collector.traffic;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pcapng file (draft-ietf-opsawg-pcapng): packets of any number of interfaces. */
final class PcapngFile extends CaptureFile {
  /** Type of the block that begins a section: the same in either byte order. */
  static final int SECTION = 0x0a0d0d0a;

  private static final int MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int PACKET = 6;
  private static final int MOST_INTERFACES = 4096;

  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private long left;

  PcapngFile(CaptureBytes bytes) {
    super(bytes);
  }

  @Override
  boolean next() throws IOException {
    while (true) {
      bytes.skip(left);
      left = 0;
      if (!bytes.has(12)) {
        return false;
      }
      if (bytes.intAt(0) == SECTION) {
        section();
      }
      left = blockLength();
      if (block(bytes.intAt(0))) {
        return true;
      }
    }
  }

  private void section() throws CaptureFormatException {
    if (bytes.intAt(8) != MAGIC) {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.intAt(8) == Integer.reverseBytes(MAGIC)) {
        bytes.order(ByteOrder.BIG_ENDIAN);
      } else if (bytes.intAt(8) != MAGIC) {
        throw wrong("a section without its byte order");
      }
    }
    interfaces.clear();
  }

  private long blockLength() throws CaptureFormatException {
    long length = bytes.intAt(4) & 0xffff_ffffL;
    if (length < 12 || length % 4 != 0) {
      throw wrong("a block of %d bytes".formatted(length));
    }
    return length;
  }

  private CaptureFormatException wrong(String what) {
    return new CaptureFormatException("byte %d: %s".formatted(bytes.consumed(), what));
  }

  /** Reads one block; true if it is a packet. */
  private boolean block(int type) throws IOException {
    switch (type) {
      case INTERFACE -> {
        whole(20);
        if (interfaces.size() == MOST_INTERFACES) {
          throw wrong("more than %d interfaces".formatted(MOST_INTERFACES));
        }
        interfaces.add(PcapngInterface.read(bytes, (int) left - 4));
        return false;
      }
      case PACKET -> {
        whole(32);
        packet(bytes.intAt(8), bytes.intAt(12), bytes.intAt(16), 20, 28);
        return true;
      }
      case OLD_PACKET -> {
        whole(32);
        packet(bytes.shortAt(8), bytes.intAt(12), bytes.intAt(16), 20, 28);
        return true;
      }
      case SIMPLE_PACKET -> {
        whole(16);
        simple();
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  /** Makes a whole block available that has at least so many bytes. */
  private void whole(int least) throws IOException {
    if (left < least || left > CaptureBytes.MOST) {
      throw wrong("a block of %d bytes".formatted(left));
    }
    bytes.need((int) left);
    if (bytes.intAt((int) left - 4) != (int) left) {
      throw wrong("a block whose two lengths differ");
    }
  }

  private PcapngInterface interfaceOf(int number) throws CaptureFormatException {
    if (number < 0 || number >= interfaces.size()) {
      throw wrong("a packet of the unknown interface %d".formatted(number & 0xffff_ffffL));
    }
    return interfaces.get(number);
  }

  private void packet(int number, int high, int low, int lengths, int header) throws IOException {
    PcapngInterface on = interfaceOf(number);
    int captured = bytes.intAt(lengths);
    int length = bytes.intAt(lengths + 4);
    begin(on.link(), captured, length, header, on.nanos(high, low));
  }

  private void simple() throws IOException {
    PcapngInterface on = interfaceOf(0);
    int length = bytes.intAt(8);
    long room = left - 16;
    long most = on.snapLength() == 0 ? room : Math.min(room, on.snapLength());
    begin(on.link(), (int) Math.min(length & 0xffff_ffffL, most), length, 12, 0);
  }

  private void begin(@Nullable LinkType link, int captured, int length, int header, long nanos)
      throws IOException {
    if (captured < 0 || captured > LONGEST || captured > left - header - 4) {
      throw wrong("a packet of %d bytes".formatted(captured & 0xffff_ffffL));
    }
    bytes.skip(header);
    left -= header;
    packet(link, captured, length, nanos);
  }
}

package collector.traffic;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a TLS client, put together from segments that come in order. What is lost or
 * overtaken, or cut by the capture, is given up: a server name is not worth a reassembly.
 */
final class TlsStart {
  private static final int MOST_SEGMENTS = 16;

  private byte[] bytes = new byte[512];
  private int length;
  private int segments;
  private final int first;

  private TlsStart(int first) {
    this.first = first;
  }

  /** Begins with a segment; null if it does not look like TLS. */
  static @Nullable TlsStart of(Packet packet, ByteBuffer data) {
    int at = packet.payloadOffset;
    boolean begins =
        packet.payloadCaptured >= 2
            && ClientHello.mayBegin(data.get(at) & 0xff, data.get(at + 1) & 0xff);
    return begins ? new TlsStart(packet.sequence) : null;
  }

  /** Adds a segment, and reads what there is. */
  ClientHello add(Packet packet, ByteBuffer data) {
    int offset = packet.sequence - first;
    boolean follows = offset == length && packet.payloadCaptured > 0;
    if (follows) {
      append(packet, data);
    }
    ClientHello read = ClientHello.read(bytes, length);
    boolean hopeless =
        ++segments == MOST_SEGMENTS
            || length == ClientHello.LONGEST
            || follows && packet.payloadCaptured < packet.payloadLength;
    return read.state() == ClientHello.State.UNFINISHED && hopeless ? ClientHello.OTHER : read;
  }

  private void append(Packet packet, ByteBuffer data) {
    int size = Math.min(packet.payloadCaptured, ClientHello.LONGEST - length);
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(ClientHello.LONGEST, 2 * (length + size)));
    }
    data.get(packet.payloadOffset, bytes, length, size);
    length += size;
  }
}

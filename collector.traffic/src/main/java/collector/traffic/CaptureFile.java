package collector.traffic;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The packets of a capture file, one after the other: pcap with micro- or nanoseconds in either
 * byte order (draft-ietf-opsawg-pcap), or pcapng (draft-ietf-opsawg-pcapng). Bounded memory,
 * whatever the file claims. Used by one thread.
 */
abstract sealed class CaptureFile implements Closeable permits PcapFile, PcapngFile {
  /** Longest packet that libpcap writes. */
  static final int LONGEST = 256 << 10;

  /** What a packet claims to have been on the wire is believed up to here. */
  private static final int LONGEST_WIRE = 16 << 20;

  final CaptureBytes bytes;
  private int offset;
  private int captured;
  private int length;
  private long timeNanos;
  private @Nullable LinkType link;

  CaptureFile(CaptureBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * Opens a file.
   *
   * @throws CaptureFormatException if it is neither kind
   */
  static CaptureFile open(Path path) throws IOException {
    return open(Files.newInputStream(path));
  }

  /** Reads a stream, which is closed with the file. */
  static CaptureFile open(InputStream stream) throws IOException {
    CaptureBytes bytes = new CaptureBytes(stream);
    try {
      return open(bytes);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private static CaptureFile open(CaptureBytes bytes) throws IOException {
    bytes.need(4);
    return switch (bytes.intAt(0)) {
      case 0xa1b2c3d4 -> new PcapFile(bytes, ByteOrder.BIG_ENDIAN, 1_000);
      case 0xa1b23c4d -> new PcapFile(bytes, ByteOrder.BIG_ENDIAN, 1);
      case 0xd4c3b2a1 -> new PcapFile(bytes, ByteOrder.LITTLE_ENDIAN, 1_000);
      case 0x4d3cb2a1 -> new PcapFile(bytes, ByteOrder.LITTLE_ENDIAN, 1);
      case PcapngFile.SECTION -> new PcapngFile(bytes);
      default ->
          throw new CaptureFormatException(
              "byte 0: it begins with %08x, so it is neither pcap nor pcapng"
                  .formatted(bytes.intAt(0)));
    };
  }

  /**
   * Goes to the next packet.
   *
   * @return false at the end of the file
   * @throws CaptureFormatException if the file is damaged from here on
   */
  abstract boolean next() throws IOException;

  /** The packet that begins here. */
  final void packet(@Nullable LinkType type, int capturedBytes, int wireBytes, long nanos) {
    link = type;
    offset = bytes.offset();
    captured = capturedBytes;
    length = Math.max(capturedBytes, wireBytes < 0 ? LONGEST_WIRE : wireBytes);
    length = Math.min(length, LONGEST_WIRE);
    timeNanos = nanos;
  }

  /** How the packet begins; null for what is not decoded. */
  @Nullable LinkType link() {
    return link;
  }

  /** Holds the packet at {@link #offset}, until the next one, in network byte order. */
  ByteBuffer data() {
    return bytes.network();
  }

  int offset() {
    return offset;
  }

  int captured() {
    return captured;
  }

  /** Bytes on the wire. */
  int length() {
    return length;
  }

  /** Nanoseconds since 1970. */
  long timeNanos() {
    return timeNanos;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}

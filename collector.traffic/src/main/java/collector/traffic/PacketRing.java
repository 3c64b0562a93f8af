package collector.traffic;

import collector.traffic.Libc.ErrnoException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Packets of one interface from a ring of blocks that the kernel fills and this process reads,
 * {@code TPACKET_V3} of packet(7): no call and no copy for each packet. All access is by bounded
 * buffers, so that no packet can harm the process. Opened by any thread, read and closed by one.
 */
final class PacketRing implements AutoCloseable {
  /** A block is handed over when it is full, or after {@link #RETIRE_MILLIS}. */
  static final int BLOCK = 256 << 10;

  private static final int RETIRE_MILLIS = 60;
  private static final int FRAME = 2048;

  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int TPACKET_V3 = 2;
  private static final int PROMISCUOUS = 1;
  private static final short ALL_PROTOCOLS = 0x0300; // 3 in network order

  /** {@code sockaddr_ll}. */
  private static final int ADDRESS = 20;

  private static final int STATUS_USER = 1;
  private static final int VLAN_VALID = 0x10;
  private static final int OUTGOING = 4;

  private static final VarHandle BLOCK_STATUS = ValueLayout.JAVA_INT.varHandle();

  /** Takes packets. */
  interface Reader {
    /**
     * One packet, at the offset of the buffer and valid during the call only.
     *
     * @param vlan number of a VLAN whose tag the kernel took out; -1 for none
     */
    void packet(
        ByteBuffer data,
        int offset,
        int captured,
        int length,
        int vlan,
        boolean outgoing,
        long timeNanos);
  }

  private final int socket;
  private final LinkType link;
  private final boolean loopback;
  private final MemorySegment memory;
  private final ByteBuffer headers;
  private final ByteBuffer data;
  private final int blocks;
  private int next;
  private long seen;
  private long dropped;

  private PacketRing(int socket, Hardware hardware, MemorySegment memory) {
    this.socket = socket;
    this.link = hardware.link();
    this.loopback = hardware == Hardware.LOOPBACK;
    this.memory = memory;
    this.headers = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    this.data = memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    this.blocks = (int) (memory.byteSize() / BLOCK);
  }

  /**
   * Begins to capture on an interface.
   *
   * @throws IOException if that is not possible; the message says why in plain words
   */
  static PacketRing open(String name, int index, CaptureSettings settings) throws IOException {
    Hardware hardware = hardware(name, index);
    int type = (hardware.cooked() ? Libc.SOCK_DGRAM : Libc.SOCK_RAW) | Libc.SOCK_CLOEXEC;
    int socket = opened(type);
    try (Arena arena = Arena.ofConfined()) {
      Libc.option(socket, Libc.SOL_PACKET, PACKET_VERSION, TPACKET_V3);
      attach(
          socket,
          arena,
          PacketFilter.compile(
              arena, hardware.filterType(), settings.snapLength(), settings.filter()));
      MemorySegment memory = ring(socket, arena, settings.bufferBytes());
      if (settings.promiscuous()) {
        MemorySegment request = arena.allocate(16, 4);
        request.set(ValueLayout.JAVA_INT, 0, index);
        request.set(ValueLayout.JAVA_SHORT, 4, (short) PROMISCUOUS);
        Libc.option(socket, Libc.SOL_PACKET, PACKET_ADD_MEMBERSHIP, request);
      }
      Libc.bind(socket, address(arena, ALL_PROTOCOLS, index));
      return new PacketRing(socket, hardware, memory);
    } catch (IOException | RuntimeException e) {
      Libc.close(socket);
      throw e;
    }
  }

  private static int opened(int type) throws IOException {
    try {
      return Libc.socket(Libc.AF_PACKET, type, 0);
    } catch (ErrnoException e) {
      String privilege = e.errno() == Libc.EPERM ? "; the process needs CAP_NET_RAW" : "";
      throw new IOException("no packet socket: " + e.getMessage() + privilege, e);
    }
  }

  /** Asks a socket that receives nothing yet what kind of interface it is. */
  private static Hardware hardware(String name, int index) throws IOException {
    int socket = opened(Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = address(arena, (short) 0, index);
      Libc.bind(socket, address);
      Libc.name(socket, address);
      int type = address.get(ValueLayout.JAVA_SHORT, 8) & 0xffff;
      Hardware hardware = Hardware.of(type);
      if (hardware == null) {
        throw new IOException(
            "packets of %s (hardware type %d) cannot be read".formatted(name, type));
      }
      return hardware;
    } finally {
      Libc.close(socket);
    }
  }

  private static MemorySegment address(Arena arena, short protocol, int index) {
    MemorySegment address = arena.allocate(ADDRESS, 4);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_PACKET);
    address.set(ValueLayout.JAVA_SHORT, 2, protocol);
    address.set(ValueLayout.JAVA_INT, 4, index);
    return address;
  }

  private static void attach(int socket, Arena arena, MemorySegment code) throws IOException {
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) (code.byteSize() / 8));
    program.set(ValueLayout.ADDRESS, 8, code);
    Libc.option(socket, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, program);
  }

  private static MemorySegment ring(int socket, Arena arena, long bytes) throws IOException {
    int count = (int) (bytes / BLOCK);
    MemorySegment request =
        arena.allocateFrom(
            ValueLayout.JAVA_INT,
            BLOCK,
            count,
            FRAME,
            count * (BLOCK / FRAME),
            RETIRE_MILLIS,
            0,
            0);
    try {
      Libc.option(socket, Libc.SOL_PACKET, PACKET_RX_RING, request);
      return Libc.map(socket, (long) count * BLOCK);
    } catch (ErrnoException e) {
      throw new IOException("no buffer of %d bytes: %s".formatted(bytes, e.getMessage()), e);
    }
  }

  LinkType link() {
    return link;
  }

  /**
   * Reads what there is, at most the ring once.
   *
   * @return how many packets
   */
  int read(Reader reader) {
    int packets = 0;
    for (int i = 0; i < blocks; i++) {
      long block = (long) next * BLOCK;
      int status = (int) BLOCK_STATUS.getAcquire(memory, block + 8);
      if ((status & STATUS_USER) == 0) {
        return packets;
      }
      packets += block((int) block, reader);
      BLOCK_STATUS.setRelease(memory, block + 8, 0);
      next = (next + 1) % blocks;
    }
    return packets;
  }

  private int block(int block, Reader reader) {
    int count = headers.getInt(block + 12);
    int at = block + headers.getInt(block + 16);
    for (int i = 0; i < count; i++) {
      int status = headers.getInt(at + 20);
      boolean outgoing = headers.get(at + 58) == OUTGOING;
      if (!loopback || !outgoing) { // on the loopback interface each packet comes twice
        int vlan = (status & VLAN_VALID) == 0 ? -1 : headers.getInt(at + 32) & 0x0fff;
        int start =
            at + (link == LinkType.RAW ? headers.getShort(at + 26) : headers.getShort(at + 24));
        long time = headers.getInt(at + 4) * 1_000_000_000L + headers.getInt(at + 8);
        reader.packet(
            data, start, headers.getInt(at + 12), headers.getInt(at + 16), vlan, outgoing, time);
      }
      at += headers.getInt(at);
    }
    return count;
  }

  /**
   * Waits for packets.
   *
   * @return false if the interface is down or gone
   */
  boolean await(int millis) throws IOException {
    int events = Libc.poll(socket, (short) (Libc.POLLIN | Libc.POLLERR), millis);
    if ((events & Libc.POLLERR) == 0) {
      return true;
    }
    int error = Libc.option(socket, Libc.SOL_SOCKET, Libc.SO_ERROR, new int[1])[0];
    if (error != 0 && error != Libc.ENETDOWN) {
      throw new ErrnoException(error);
    }
    return error == 0;
  }

  /** Adds up what the kernel counted; it begins anew at each look. */
  void count() throws IOException {
    int[] counters = Libc.option(socket, Libc.SOL_PACKET, PACKET_STATISTICS, new int[3]);
    seen += counters[0] & 0xffff_ffffL;
    dropped += counters[1] & 0xffff_ffffL;
  }

  /** Packets that passed the filter, at the last {@link #count}. */
  long seen() {
    return seen;
  }

  /** Those of them for which there was no room. */
  long dropped() {
    return dropped;
  }

  @Override
  public void close() {
    Libc.unmap(memory);
    Libc.close(socket);
  }
}

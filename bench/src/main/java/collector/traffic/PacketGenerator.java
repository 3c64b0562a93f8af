package collector.traffic;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * Sends UDP datagrams as fast as the kernel takes them, or at a rate: arguments are the interface,
 * seconds, bytes of a frame, number of flows, and packets a second (0: no limit). Prints how many
 * were sent.
 */
final class PacketGenerator {
  private static final int BATCH = 256;
  private static final int PACKET_QDISC_BYPASS = 20;

  private PacketGenerator() {}

  public static void main(String[] args) throws Throwable {
    int socket = socket(args[0]);
    long nanos = Long.parseLong(args[1]) * 1_000_000_000L;
    int size = Integer.parseInt(args[2]);
    int flows = Integer.parseInt(args[3]);
    long rate = Long.parseLong(args[4]);
    Linker linker = Linker.nativeLinker();
    MethodHandle sendmmsg =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("sendmmsg"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment messages = messages(arena, size, flows);
      int groups = Math.max(1, flows / BATCH);
      long sent = 0;
      long begin = System.nanoTime();
      for (int group = 0; System.nanoTime() - begin < nanos; group = (group + 1) % groups) {
        MemorySegment batch = messages.asSlice(64L * BATCH * group);
        int answer = (int) sendmmsg.invokeExact(socket, batch, BATCH, 0);
        sent += Math.max(0, answer);
        while (rate > 0 && (System.nanoTime() - begin) * (double) rate / 1e9 < sent) {
          Thread.onSpinWait();
        }
      }
      System.out.println(sent + " " + (System.nanoTime() - begin));
    }
  }

  private static int socket(String name) throws Exception {
    int index =
        Libc.interfaces().entrySet().stream()
            .filter(entry -> entry.getValue().equals(name))
            .findFirst()
            .orElseThrow()
            .getKey();
    int socket = Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0);
    Libc.option(socket, Libc.SOL_PACKET, PACKET_QDISC_BYPASS, 1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(20, 4);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_PACKET);
      address.set(ValueLayout.JAVA_INT, 4, index);
      Libc.bind(socket, address);
    }
    return socket;
  }

  /** An array of {@code struct mmsghdr}, one frame each, of at least a batch. */
  private static MemorySegment messages(Arena arena, int size, int flows) {
    int count = Math.max(BATCH, flows / BATCH * BATCH);
    MemorySegment messages = arena.allocate(count * 64L, 8);
    for (int i = 0; i < count; i++) {
      MemorySegment frame = arena.allocate(size, 8);
      frame.copyFrom(MemorySegment.ofArray(frame(size, i % flows)));
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(ValueLayout.ADDRESS, 0, frame);
      vector.set(ValueLayout.JAVA_LONG, 8, size);
      MemorySegment header = messages.asSlice(i * 64L, 64);
      header.set(ValueLayout.ADDRESS, 16, vector);
      header.set(ValueLayout.JAVA_LONG, 24, 1);
    }
    return messages;
  }

  /** A datagram of one of many flows, to an address of the link layer that nobody has. */
  static byte[] frame(int size, int flow) {
    ByteBuffer frame = ByteBuffer.allocate(size);
    frame.put(new byte[] {2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 8}).putShort((short) 0x0800);
    frame.putShort((short) 0x4500).putShort((short) (size - 14)).putInt(0);
    frame.putShort((short) 0x4011).putShort((short) 0);
    frame.putInt(0x0a4d0001 + (flow >> 12 << 8)).putInt(0x0a4d0002);
    frame.putShort((short) (10_000 + flow % 4096)).putShort((short) 9999);
    frame.putShort((short) (size - 34)).putShort((short) 0);
    return frame.array();
  }
}

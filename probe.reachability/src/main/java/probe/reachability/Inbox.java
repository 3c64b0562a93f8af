package probe.reachability;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import probe.reachability.ControlMessages.IcmpError;
import probe.reachability.Libc.ErrnoException;

/**
 * Room for one message of a socket: {@code msghdr} of recvmsg(2) and what it points to. For one
 * thread at a time.
 */
final class Inbox {
  private static final int PACKET = 2048;
  private static final int CONTROL = 512;
  private static final int NAME = 28;

  private final IcmpFamily family;
  private final MemorySegment state;
  private final MemorySegment name;
  private final MemorySegment packet;
  private final MemorySegment control;
  private final MemorySegment vector;
  private final MemorySegment header;

  Inbox(IcmpFamily family, Arena arena) {
    this.family = family;
    state = Libc.state(arena);
    name = arena.allocate(NAME, 8);
    packet = arena.allocate(PACKET, 8);
    control = arena.allocate(CONTROL, 8);
    vector = arena.allocate(16, 8);
    header = arena.allocate(56, 8);
  }

  /**
   * A message.
   *
   * @param from who sent it; of an error, whom the packet was sent to; null if unknown
   * @param bytes of it, valid until the next call
   * @param nanos when it arrived, as {@link System#nanoTime()}
   * @param error what became of the packet that begins with these bytes; null for data
   */
  record Message(
      @Nullable InetAddress from, ByteBuffer bytes, long nanos, @Nullable IcmpError error) {}

  /** The next data; null if there is none now. */
  @Nullable Message data(int socket) throws ErrnoException {
    return receive(socket, 0);
  }

  /** The next of the errors; null if there is none now. */
  @Nullable Message error(int socket) throws ErrnoException {
    return receive(socket, Libc.MSG_ERRQUEUE);
  }

  private @Nullable Message receive(int socket, int flags) throws ErrnoException {
    layOut();
    long length;
    try {
      length = Libc.receive(socket, header, flags, state);
    } catch (ErrnoException e) {
      if (e.errno() == Libc.EAGAIN) {
        return null;
      }
      throw e;
    }
    long controlled = Math.min(CONTROL, header.get(ValueLayout.JAVA_LONG, 40));
    ControlMessages beside =
        ControlMessages.read(control.asSlice(0, controlled).asByteBuffer(), family);
    ByteBuffer named = name.asByteBuffer().order(ByteOrder.nativeOrder());
    named.limit(Math.min(NAME, header.get(ValueLayout.JAVA_INT, 8)));
    return new Message(
        ControlMessages.address(named, family),
        packet.asSlice(0, Math.min(length, PACKET)).asByteBuffer(),
        arrivalNanos(beside),
        beside.error());
  }

  /** recvmsg(2) writes lengths into them. */
  private void layOut() {
    vector.set(ValueLayout.ADDRESS, 0, packet);
    vector.set(ValueLayout.JAVA_LONG, 8, PACKET);
    header.set(ValueLayout.ADDRESS, 0, name);
    header.set(ValueLayout.JAVA_INT, 8, NAME);
    header.set(ValueLayout.ADDRESS, 16, vector);
    header.set(ValueLayout.JAVA_LONG, 24, 1);
    header.set(ValueLayout.ADDRESS, 32, control);
    header.set(ValueLayout.JAVA_LONG, 40, CONTROL);
  }

  private static long arrivalNanos(ControlMessages beside) {
    return beside.arrival() == null
        ? System.nanoTime()
        : ClockReading.tight().nanosAt(beside.arrival());
  }
}

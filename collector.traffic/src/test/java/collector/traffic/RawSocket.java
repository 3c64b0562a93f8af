package collector.traffic;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sends frames as they are (packet(7)). */
final class RawSocket implements AutoCloseable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SEND =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("send"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private final int socket;

  /** On an interface of the calling thread's namespace. */
  RawSocket(String name) throws Exception {
    int index =
        Libc.interfaces().entrySet().stream()
            .filter(entry -> entry.getValue().equals(name))
            .findFirst()
            .orElseThrow()
            .getKey();
    socket = Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(20, 4);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_PACKET);
      address.set(ValueLayout.JAVA_INT, 4, index);
      Libc.bind(socket, address);
    }
  }

  void send(byte[] frame) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
      long sent = (long) SEND.invokeExact(socket, bytes, (long) frame.length, 0);
      if (sent != frame.length) {
        throw new IllegalStateException("sent " + sent);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Libc.close(socket);
  }
}

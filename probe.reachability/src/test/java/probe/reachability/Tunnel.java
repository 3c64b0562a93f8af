package probe.reachability;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An interface of the namespace of the thread that opens it, whose packets this process sends and
 * receives: {@code /dev/net/tun}.
 */
final class Tunnel implements AutoCloseable {
  private static final long TUNSETIFF = 0x4004_54caL;
  private static final short TUN_WITHOUT_HEADER = 0x1001;
  private static final int OPEN_FLAGS = 2 | Libc.SOCK_NONBLOCK;
  private static final int LARGEST = 4096;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle OPEN =
      handle("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle IOCTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("ioctl"),
          FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));

  private final int descriptor;

  private Tunnel(int descriptor) {
    this.descriptor = descriptor;
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }

  /** Opens one of this name. */
  static Tunnel open(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/dev/net/tun");
      int descriptor = (int) OPEN.invokeExact(path, OPEN_FLAGS);
      MemorySegment request = arena.allocate(40);
      MemorySegment.copy(
          MemorySegment.ofArray(name.getBytes(StandardCharsets.US_ASCII)),
          0,
          request,
          0,
          name.length());
      request.set(ValueLayout.JAVA_SHORT, 16, TUN_WITHOUT_HEADER);
      int set = (int) IOCTL.invokeExact(descriptor, TUNSETIFF, request);
      if (descriptor < 0 || set != 0) {
        throw new IOException("no tunnel " + name);
      }
      return new Tunnel(descriptor);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The next packet that leaves by the interface; null if none comes for some milliseconds. */
  byte @Nullable [] next(int millis) throws IOException {
    if (Libc.poll(descriptor, millis) == 0) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment packet = arena.allocate(LARGEST);
      long length = (long) READ.invokeExact(descriptor, packet, (long) LARGEST);
      return length <= 0 ? null : packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Lets a packet come in by the interface. */
  void deliver(byte[] packet) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
      long ignored = (long) WRITE.invokeExact(descriptor, bytes, (long) packet.length);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static IOException failed(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof IOException io ? io : new IOException(e);
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}

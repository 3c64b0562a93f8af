package collector.traffic;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls of the C library for packet sockets. Structures and numbers are those of Linux on 64
 * bits (packet(7), socket(7), if_nameindex(3)). May be called from any thread; nothing blocks but
 * {@link #poll}.
 */
final class Libc {
  static final int AF_PACKET = 17;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_ERROR = 4;
  static final int SO_ATTACH_FILTER = 26;
  static final int SOL_PACKET = 263;
  static final short POLLIN = 1;
  static final short POLLERR = 8;
  static final int EPERM = 1;
  static final int ENODEV = 19;
  static final int ENETDOWN = 100;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      find("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle SETSOCKOPT =
      find("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, POINTER, INT));
  private static final MethodHandle GETSOCKOPT =
      find("getsockopt", FunctionDescriptor.of(INT, INT, INT, INT, POINTER, POINTER));
  private static final MethodHandle BIND =
      find("bind", FunctionDescriptor.of(INT, INT, POINTER, INT));
  private static final MethodHandle GETSOCKNAME =
      find("getsockname", FunctionDescriptor.of(INT, INT, POINTER, POINTER));
  private static final MethodHandle MMAP =
      find("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
  private static final MethodHandle MUNMAP = find("munmap", FunctionDescriptor.of(INT, LONG, LONG));
  private static final MethodHandle POLL =
      find("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
  private static final MethodHandle CLOSE = find("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(symbol("strerror"), FunctionDescriptor.of(POINTER, INT));
  private static final MethodHandle IF_NAMEINDEX =
      find("if_nameindex", FunctionDescriptor.of(POINTER));
  private static final MethodHandle IF_FREENAMEINDEX =
      LINKER.downcallHandle(symbol("if_freenameindex"), FunctionDescriptor.ofVoid(POINTER));

  private Libc() {}

  private static MethodHandle find(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(symbol(name), type, ERRNO);
  }

  private static MemorySegment symbol(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
  }

  /** A call that failed. */
  static final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    ErrnoException(int errno) {
      super(message(errno));
      this.errno = errno;
    }

    /** The number of the error. */
    int errno() {
      return errno;
    }
  }

  /** What an error number means. */
  static String message(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int socket(int domain, int type, int protocol) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return (int) checked((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Sets an option of a socket. */
  static void option(int socket, int level, int name, MemorySegment value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int size = (int) value.byteSize();
      checked((int) SETSOCKOPT.invokeExact(state, socket, level, name, value, size), state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Sets an option that is a number. */
  static void option(int socket, int level, int name, int value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      option(socket, level, name, arena.allocateFrom(INT, value));
    }
  }

  /** Reads an option that is some numbers. */
  static int[] option(int socket, int level, int name, int[] room) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment value = arena.allocate(room.length * 4L, 4);
      MemorySegment size = arena.allocateFrom(INT, room.length * 4);
      checked((int) GETSOCKOPT.invokeExact(state, socket, level, name, value, size), state);
      return value.toArray(INT);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void bind(int socket, MemorySegment address) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int size = (int) address.byteSize();
      checked((int) BIND.invokeExact(state, socket, address, size), state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Fills in the address that a socket is bound to. */
  static void name(int socket, MemorySegment address) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment size = arena.allocateFrom(INT, (int) address.byteSize());
      checked((int) GETSOCKNAME.invokeExact(state, socket, address, size), state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Maps memory that is shared with a socket, for reading and writing. */
  static MemorySegment map(int socket, long bytes) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long address = (long) MMAP.invokeExact(state, 0L, bytes, 3, 1, socket, 0L);
      checked(address == -1 ? -1 : 0, state);
      return MemorySegment.ofAddress(address).reinterpret(bytes);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void unmap(MemorySegment memory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int ignored = (int) MUNMAP.invokeExact(state, memory.address(), memory.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Waits for events of a socket; what there is, 0 when the time is over or at a signal. */
  static int poll(int socket, short events, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment entry = arena.allocate(8, 4);
      entry.set(INT, 0, socket);
      entry.set(ValueLayout.JAVA_SHORT, 4, events);
      int ready = (int) POLL.invokeExact(state, entry, 1L, millis);
      return ready > 0 ? entry.get(ValueLayout.JAVA_SHORT, 6) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The network interfaces of this network namespace: names by their index. */
  static Map<Integer, String> interfaces() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment list = (MemorySegment) IF_NAMEINDEX.invokeExact(state);
      checked(list.address() == 0 ? -1 : 0, state);
      try {
        return names(list);
      } finally {
        IF_FREENAMEINDEX.invokeExact(list);
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static Map<Integer, String> names(MemorySegment list) {
    Map<Integer, String> names = new LinkedHashMap<>();
    for (long at = 0; ; at += 16) {
      MemorySegment entry = list.reinterpret(at + 16).asSlice(at, 16);
      int index = entry.get(INT, 0);
      if (index == 0) {
        return names;
      }
      // A name has at most 15 bytes (IFNAMSIZ).
      names.put(index, entry.get(POINTER, 8).reinterpret(16).getString(0));
    }
  }

  private static long checked(long answer, MemorySegment state) throws ErrnoException {
    if (answer < 0) {
      throw new ErrnoException((int) ERRNO_OF.get(state, 0L));
    }
    return answer;
  }

  private static ErrnoException rethrown(Throwable e) {
    if (e instanceof ErrnoException known) {
      return known;
    }
    throw unexpected(e);
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}

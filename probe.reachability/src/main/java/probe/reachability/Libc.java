package probe.reachability;

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

/**
 * The calls of the C library that Java has no way to: sockets for ICMP. Structures and numbers are
 * those of Linux on 64 bits (socket(7), ip(7), icmp(7)). All methods may be called from any thread
 * and never block, but {@link #poll}.
 */
final class Libc {
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_TIMESTAMPNS = 35;
  static final int SO_ATTACH_FILTER = 26;
  static final int MSG_ERRQUEUE = 0x2000;
  static final short POLLIN = 1;
  static final short POLLERR = 8;

  static final int EPERM = 1;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EADDRINUSE = 98;

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
  private static final MethodHandle BIND =
      find("bind", FunctionDescriptor.of(INT, INT, POINTER, INT));
  private static final MethodHandle CONNECT =
      find("connect", FunctionDescriptor.of(INT, INT, POINTER, INT));
  private static final MethodHandle SENDTO =
      find("sendto", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT, POINTER, INT));
  private static final MethodHandle RECVMSG =
      find("recvmsg", FunctionDescriptor.of(LONG, INT, POINTER, INT));
  private static final MethodHandle POLL =
      find("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
  private static final MethodHandle SHUTDOWN =
      find("shutdown", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle CLOSE = find("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(symbol("strerror"), FunctionDescriptor.of(POINTER, INT));

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

    int errno() {
      return errno;
    }
  }

  /** What a number of errno means, in the words of the C library. */
  static String message(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A new socket. */
  static int socket(int domain, int type, int protocol) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int descriptor = (int) SOCKET.invokeExact(state, domain, type, protocol);
      return (int) checked(descriptor, state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Sets an option of a socket. */
  static void option(int socket, int level, int name, byte[] value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, value);
      int answer = (int) SETSOCKOPT.invokeExact(state, socket, level, name, bytes, value.length);
      checked(answer, state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Sets an option that is a number. */
  static void option(int socket, int level, int name, int value) throws ErrnoException {
    byte[] bytes = new byte[4];
    MemorySegment.ofArray(bytes).set(ValueLayout.JAVA_INT_UNALIGNED, 0, value);
    option(socket, level, name, bytes);
  }

  /** Lets a socket receive only what a program of eight bytes an instruction accepts: bpf(4). */
  static void filter(int socket, byte[] program) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment described = arena.allocate(16, 8);
      described.set(ValueLayout.JAVA_SHORT, 0, (short) (program.length / 8));
      described.set(POINTER, 8, arena.allocateFrom(ValueLayout.JAVA_BYTE, program));
      int answer =
          (int) SETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, SO_ATTACH_FILTER, described, 16);
      checked(answer, state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Gives a socket its own address. */
  static void bind(int socket, byte[] address) throws ErrnoException {
    named(BIND, socket, address);
  }

  /** Gives a datagram socket the only address that it sends to and receives from. */
  static void connect(int socket, byte[] address) throws ErrnoException {
    named(CONNECT, socket, address);
  }

  private static void named(MethodHandle call, int socket, byte[] address) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
      checked((int) call.invokeExact(state, socket, bytes, address.length), state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Sends one datagram to a socket address. */
  static void send(int socket, byte[] packet, byte[] address) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
      MemorySegment to = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
      long sent =
          (long)
              SENDTO.invokeExact(state, socket, bytes, (long) packet.length, 0, to, address.length);
      checked(sent, state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Receives one message into a header that is laid out by the caller; bytes received. */
  static long receive(int socket, MemorySegment header, int flags, MemorySegment state)
      throws ErrnoException {
    try {
      return checked((long) RECVMSG.invokeExact(state, socket, header, flags), state);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Room for the state of {@link #receive} and {@link #poll}. */
  static MemorySegment state(Arena arena) {
    return arena.allocate(STATE);
  }

  /**
   * Waits until a socket has something to read or an error.
   *
   * @param millis for how long at most; without end if negative
   * @return which of {@link #POLLIN}, {@link #POLLERR} and others it is; 0 when the time is over
   */
  static int poll(int socket, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment entry = arena.allocate(8, 4);
      entry.set(INT, 0, socket);
      entry.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      int ready = (int) POLL.invokeExact(state, entry, 1L, millis);
      return ready > 0 ? entry.get(ValueLayout.JAVA_SHORT, 6) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Ends the waiting of others for a socket, now and from now on; also where none is connected. */
  static void shutdown(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      int both = 2;
      int ignored = (int) SHUTDOWN.invokeExact(arena.allocate(STATE), socket, both);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Closes a descriptor. */
  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
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

package probe.reachability;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the C library for the addresses of names, getaddrinfo(3) of 64-bit Linux: the way of all
 * other programs of the host (its hosts file, its name servers), and without the memory of 30 s
 * that the Java runtime has for all of the process. Safe for many threads.
 */
final class SystemNames implements Resolver.Lookup {
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  // struct addrinfo
  private static final long INFO_BYTES = 48;
  private static final long FAMILY = 4;
  private static final long SOCKET_TYPE = 8;
  private static final long ADDRESS = 24;
  private static final long NEXT = 40;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;

  private final MethodHandle getAddrInfo;
  private final MethodHandle freeAddrInfo;
  private final MethodHandle gaiStrError;

  private SystemNames(Linker linker) {
    getAddrInfo =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getaddrinfo"),
            FunctionDescriptor.of(INT, POINTER, POINTER, POINTER, POINTER));
    freeAddrInfo =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("freeaddrinfo"), FunctionDescriptor.ofVoid(POINTER));
    gaiStrError =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("gai_strerror"),
            FunctionDescriptor.of(POINTER, INT));
  }

  /** That of this host; where it is not Linux, the one of the Java runtime. */
  static Resolver.Lookup ofHost() {
    return System.getProperty("os.name").equals("Linux")
        ? new SystemNames(Linker.nativeLinker())
        : InetAddress::getAllByName;
  }

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    if (host.isEmpty() || host.indexOf('\0') >= 0) {
      throw new UnknownHostException("'%s' is no name".formatted(host.replace('\0', '?')));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment hints = arena.allocate(INFO_BYTES, 8);
      hints.set(INT, SOCKET_TYPE, SOCK_STREAM); // or each address comes once for each type
      MemorySegment first = arena.allocate(POINTER);
      MemorySegment name = arena.allocateFrom(host, StandardCharsets.UTF_8);
      int failed = (int) getAddrInfo.invokeExact(name, MemorySegment.NULL, hints, first);
      if (failed != 0) {
        throw new UnknownHostException(message(failed));
      }
      MemorySegment list = first.get(POINTER, 0);
      try {
        return addresses(host, list);
      } finally {
        freeAddrInfo.invokeExact(list);
      }
    } catch (UnknownHostException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Version 4 first, as the Java runtime has it; otherwise in the order of the C library. */
  private static InetAddress[] addresses(String host, MemorySegment list)
      throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    int version4 = 0;
    for (MemorySegment at = list; at.address() != 0; ) {
      MemorySegment info = at.reinterpret(INFO_BYTES);
      InetAddress address = address(host, info);
      if (address instanceof Inet4Address) {
        addresses.add(version4++, address);
      } else if (address != null) {
        addresses.add(address);
      }
      at = info.get(POINTER, NEXT);
    }
    return addresses.toArray(InetAddress[]::new);
  }

  private static @Nullable InetAddress address(String host, MemorySegment info)
      throws UnknownHostException {
    MemorySegment address = info.get(POINTER, ADDRESS);
    return switch (info.get(INT, FAMILY)) {
      case AF_INET -> InetAddress.getByAddress(host, bytes(address.reinterpret(16), 4, 4));
      case AF_INET6 -> {
        MemorySegment six = address.reinterpret(28);
        int scope = six.get(INT, 24);
        byte[] bytes = bytes(six, 8, 16);
        yield scope == 0
            ? InetAddress.getByAddress(host, bytes)
            : Inet6Address.getByAddress(host, bytes, scope);
      }
      default -> null;
    };
  }

  private static byte[] bytes(MemorySegment segment, long offset, int size) {
    return segment.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
  }

  private String message(int failure) throws Throwable {
    MemorySegment text = (MemorySegment) gaiStrError.invokeExact(failure);
    return text.reinterpret(256).getString(0);
  }
}

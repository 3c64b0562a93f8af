package collector.traffic;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Programs for the kernel's packet filter, from expressions as pcap-filter(7) describes them. Only
 * here code of libpcap runs, on an expression of the configuration; packets never reach it. May be
 * called from any thread; an expression with host names asks the domain name system.
 */
final class PacketFilter {
  /** Link types of libpcap. */
  static final int ETHERNET = 1;

  static final int RAW = 12;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final String[] LIBRARIES = {"libpcap.so.1", "libpcap.so.0.8", "libpcap.so"};

  /** {@code BPF_RET | BPF_K}. */
  private static final int RETURN = 6;

  private static final int INSTRUCTION = 8;

  private PacketFilter() {}

  /** An expression that is none; the message says why. */
  static final class FilterException extends IOException {
    private static final long serialVersionUID = 1L;

    FilterException(String message) {
      super(message);
    }
  }

  /** The functions of libpcap; loaded when the first expression is compiled. */
  private static final class Library {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = load();
    private static final MethodHandle OPEN_DEAD =
        find("pcap_open_dead", FunctionDescriptor.of(ValueLayout.ADDRESS, INT, INT));
    private static final MethodHandle COMPILE =
        find(
            "pcap_compile",
            FunctionDescriptor.of(
                INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, INT, INT));
    private static final MethodHandle GET_ERROR =
        find("pcap_geterr", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle FREE_CODE =
        find("pcap_freecode", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    private static final MethodHandle CLOSE =
        find("pcap_close", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private static SymbolLookup load() {
      IllegalArgumentException missing = new IllegalArgumentException("no name was tried");
      for (String name : LIBRARIES) {
        try {
          return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException e) {
          missing = e;
        }
      }
      throw missing;
    }

    private static MethodHandle find(String name, FunctionDescriptor type) {
      return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), type);
    }
  }

  /**
   * Compiles an expression.
   *
   * @param linkType how packets begin, {@link #ETHERNET} or {@link #RAW}
   * @param snapLength bytes that are kept of a packet
   * @param expression empty for every packet
   * @return instructions of 8 bytes each
   * @throws FilterException if it is wrong, or cannot be compiled because libpcap is missing
   */
  static MemorySegment compile(Arena arena, int linkType, int snapLength, String expression)
      throws FilterException {
    if (expression.isBlank()) {
      MemorySegment all = arena.allocate(INSTRUCTION, 8);
      all.set(ValueLayout.JAVA_SHORT, 0, (short) RETURN);
      all.set(INT, 4, snapLength);
      return all;
    }
    try {
      return compiled(arena, linkType, snapLength, expression);
    } catch (FilterException e) {
      throw e;
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new FilterException(
          "libpcap cannot be loaded, which a filter needs; install the package libpcap0.8");
    } catch (Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    }
  }

  private static MemorySegment compiled(Arena arena, int type, int snapLength, String expression)
      throws Throwable {
    synchronized (PacketFilter.class) { // old versions keep their state in global variables
      MemorySegment handle = (MemorySegment) Library.OPEN_DEAD.invokeExact(type, snapLength);
      try {
        MemorySegment program = arena.allocate(16, 8);
        MemorySegment text = arena.allocateFrom(expression);
        int unknownNetmask = -1;
        int answer = (int) Library.COMPILE.invokeExact(handle, program, text, 1, unknownNetmask);
        if (answer != 0) {
          MemorySegment error = (MemorySegment) Library.GET_ERROR.invokeExact(handle);
          throw new FilterException(
              "'%s' is not a filter: %s"
                  .formatted(expression, error.reinterpret(256).getString(0)));
        }
        long size = program.get(INT, 0) * (long) INSTRUCTION;
        MemorySegment code = program.get(ValueLayout.ADDRESS, 8).reinterpret(size);
        MemorySegment copy = arena.allocate(size, 8).copyFrom(code);
        Library.FREE_CODE.invokeExact(program);
        return copy;
      } finally {
        Library.CLOSE.invokeExact(handle);
      }
    }
  }
}

package collector.metrics;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Asks the kernel for the room on a file system: statvfs(3) of the C library on 64-bit Linux. The
 * call is made, not the class library's, because that tells nothing of inodes and asks three times.
 * Safe for many threads.
 */
final class Statvfs {
  /** More than any C library fills. */
  private static final long STRUCTURE_BYTES = 256;

  private static final long FRAGMENT_SIZE = 8;
  private static final long BLOCKS = 16;
  private static final long BLOCKS_FREE = 24;
  private static final long BLOCKS_AVAILABLE = 32;
  private static final long INODES = 40;
  private static final long INODES_FREE = 48;

  private final MethodHandle call;

  /** Links the function, which takes some tens of milliseconds the first time. */
  Statvfs() {
    Linker linker = Linker.nativeLinker();
    call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("statvfs"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  }

  /**
   * The room at a path; none if it cannot be told. Blocks as long as nobody answers.
   *
   * @param path a character for each byte
   */
  Space at(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filled = arena.allocate(STRUCTURE_BYTES, Long.BYTES);
      int failed =
          (int) call.invokeExact(arena.allocateFrom(path, StandardCharsets.ISO_8859_1), filled);
      return failed == 0 ? space(filled) : Space.UNKNOWN;
    } catch (Throwable e) {
      throw new IllegalStateException("statvfs cannot be called", e);
    }
  }

  private static Space space(MemorySegment filled) {
    long unit = filled.get(JAVA_LONG, FRAGMENT_SIZE);
    return new Space(
        filled.get(JAVA_LONG, BLOCKS) * unit,
        filled.get(JAVA_LONG, BLOCKS_FREE) * unit,
        filled.get(JAVA_LONG, BLOCKS_AVAILABLE) * unit,
        filled.get(JAVA_LONG, INODES),
        filled.get(JAVA_LONG, INODES_FREE));
  }
}

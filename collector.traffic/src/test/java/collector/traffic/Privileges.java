package collector.traffic;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The capabilities of a thread (capabilities(7)). */
final class Privileges {
  private static final int VERSION_3 = 0x20080522;

  private Privileges() {}

  /** Gives up all of them, for good. */
  static void dropForThisThread() {
    Linker linker = Linker.nativeLinker();
    var capset =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("capset"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocateFrom(ValueLayout.JAVA_INT, VERSION_3, 0);
      MemorySegment nothing = arena.allocate(24, 4);
      if ((int) capset.invokeExact(header, nothing) != 0) {
        throw new IllegalStateException("capset failed");
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}

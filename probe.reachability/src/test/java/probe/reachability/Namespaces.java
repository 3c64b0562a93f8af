package probe.reachability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces of a test, and threads of this process inside of them: a socket belongs to the
 * namespace of the thread that opened it, and a thread to that of the thread that started it.
 */
final class Namespaces implements AutoCloseable {
  private static final int NEW_NET = 0x4000_0000;
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SETNS =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("setns"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final String prefix =
      "mp%d-%d-".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
  private final List<String> names = new ArrayList<>();

  /** Makes some, each with its loopback up; the test does not run where that is not allowed. */
  Namespaces(String... names) throws IOException, InterruptedException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "not run: needs root to make network namespaces");
    for (String name : names) {
      run("ip", "netns", "add", prefix + name);
      this.names.add(name);
      shell(name, "ip link set lo up");
    }
  }

  /** Lets a shell run a script in one of them; what it printed. */
  String shell(String name, String script) throws IOException, InterruptedException {
    return exec(name, "sh", "-ec", script.replace("@", prefix));
  }

  /** Runs a command in one of them; what it printed. */
  String exec(String name, String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /** Starts a command in one of them that goes on. */
  Process start(String name, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  /** Does something on a thread in one of them. */
  <T> T in(String name, Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          enter("/run/netns/" + prefix + name);
          return work.call();
        });
    Thread.ofPlatform().name("in " + name).start(task);
    return task.get(120, TimeUnit.SECONDS);
  }

  private static void enter(String path) {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact((MemorySegment) arena.allocateFrom(path), 0);
      int entered = (int) SETNS.invokeExact(descriptor, NEW_NET);
      Libc.close(descriptor);
      if (entered != 0) {
        throw new IllegalStateException("cannot enter " + path);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (String name : names) {
      run("ip", "netns", "delete", prefix + name);
    }
  }
}

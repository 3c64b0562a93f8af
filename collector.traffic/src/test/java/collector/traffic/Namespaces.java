package collector.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import monitor.api.source.EventSource;

/**
 * Two network namespaces of the test's own, joined by a pair of interfaces: {@code near},
 * 10.77.0.1, in the first and {@code far}, 10.77.0.2, in the second. Nothing else is in them, so
 * that every packet is one of the test's.
 */
final class Namespaces implements AutoCloseable {
  static final String NEAR = "10.77.0.1";
  static final String FAR = "10.77.0.2";

  private static final int CLONE_NEWNET = 0x40000000;

  private final String near = "mt-%d-near".formatted(ProcessHandle.current().pid());
  private final String far = "mt-%d-far".formatted(ProcessHandle.current().pid());

  Namespaces() throws Exception {
    for (String name : List.of(near, far)) {
      ip("netns", "add", name);
      ip("netns", "exec", name, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
      ip(
          "netns",
          "exec",
          name,
          "sh",
          "-c",
          "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
      ip("-n", name, "link", "set", "lo", "up");
    }
    join();
  }

  /** Whether this machine lets the tests make namespaces. */
  static boolean possible() {
    return "root".equals(System.getProperty("user.name"))
        && Stream.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip")
            .anyMatch(p -> Files.exists(Path.of(p)));
  }

  /** Makes the pair of interfaces, up and with addresses. */
  void join() throws Exception {
    ip("-n", near, "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", far);
    near("addr", "add", NEAR + "/24", "dev", "near");
    ip("-n", far, "addr", "add", FAR + "/24", "dev", "far");
    near("link", "set", "near", "up");
    ip("-n", far, "link", "set", "far", "up");
  }

  /** Calls {@code ip} in the first namespace. */
  String near(String... arguments) throws Exception {
    return ip(
        Stream.concat(Stream.of("-n", near), Arrays.stream(arguments)).toArray(String[]::new));
  }

  /** Calls {@code ip} in the second namespace. */
  String far(String... arguments) throws Exception {
    return ip(Stream.concat(Stream.of("-n", far), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private static String ip(String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("ip"), Arrays.stream(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", arguments) + ": " + output).isZero();
    return output;
  }

  /** Does something in the first namespace, on a thread of its own. */
  <T> T inNear(Callable<T> work) throws Exception {
    return in(near, work);
  }

  /** Does something in the second namespace, on a thread of its own. */
  <T> T inFar(Callable<T> work) throws Exception {
    return in(far, work);
  }

  private static <T> T in(String name, Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          enter(name);
          return work.call();
        });
    Thread.ofPlatform().daemon().name("in " + name).start(task);
    return task.get();
  }

  /** A source whose threads are in the first namespace: a thread is where its parent was. */
  EventSource inNear(EventSource source) {
    return context -> {
      enter(near);
      source.run(context);
    };
  }

  /** Moves the calling thread for good: setns(2). */
  private static void enter(String name) {
    Linker linker = Linker.nativeLinker();
    var open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    var setns =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setns"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/run/netns/" + name);
      int descriptor = (int) open.invokeExact(path, 0);
      int answer = (int) setns.invokeExact(descriptor, CLONE_NEWNET);
      Libc.close(descriptor);
      if (answer != 0) {
        throw new IOException("cannot enter " + name);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    for (String name : List.of(near, far)) {
      if (Files.exists(Path.of("/run/netns", name))) {
        ip("netns", "del", name);
      }
    }
  }
}

package monitor.itest.space;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Network namespaces, one for each host and one for the bridge between them. Nothing of it is seen
 * in the namespace of the test. Any thread may use it.
 */
final class Space implements AutoCloseable {
  private static final int NEW_NET = 0x4000_0000;
  private static final int SECONDS = 60;
  private static final int FIRST = 10;
  private static final String BRIDGE = "bridge";
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle SETNS =
      function("setns", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);

  private final String prefix = "space%d-".formatted(ProcessHandle.current().pid());
  private final List<String> hosts;
  private final List<String> made = new ArrayList<>();

  /** Makes them; a test without that right aborts. */
  Space(List<String> hosts) throws IOException, InterruptedException {
    assumeThat(System.getProperty("user.name"))
        .as("not run: needs root to make network namespaces")
        .isEqualTo("root");
    this.hosts = List.copyOf(hosts);
    try {
      add(BRIDGE);
      shell(BRIDGE, "ip link add bridge type bridge forward_delay 0; ip link set bridge up");
      for (String host : this.hosts) {
        add(host);
        join(host);
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private static MethodHandle function(String name, ValueLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  private void add(String name) throws IOException, InterruptedException {
    run(List.of("ip", "netns", "add", prefix + name));
    made.add(name);
    shell(name, "ip link set lo up");
  }

  private void join(String host) throws IOException, InterruptedException {
    shell(
        BRIDGE,
        """
        ip link add %1$s type veth peer name out netns %2$s
        ip link set %1$s master bridge
        ip link set %1$s up
        """
            .formatted(host, prefix + host));
    shell(host, "ip addr add %s/24 dev out; ip link set out up".formatted(address(host)));
  }

  /** Where a host is reached by the others. */
  String address(String host) {
    return "10.213.0." + (FIRST + hosts.indexOf(host));
  }

  /** Pulls the cable of a host, or plugs it in. */
  void cable(String host, boolean plugged) throws IOException, InterruptedException {
    shell(BRIDGE, "ip link set %s %s".formatted(host, plugged ? "up" : "down"));
  }

  /** Lets a host lose what it would send to another one without a word, or no more. */
  void blackhole(String host, String other, boolean lost) throws IOException, InterruptedException {
    shell(host, "ip route %s blackhole %s/32".formatted(lost ? "add" : "del", address(other)));
  }

  /** A command as it runs on a host; it takes the place of what is put before it. */
  List<String> command(String host, List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + host));
    all.addAll(command);
    return all;
  }

  /** Lets a shell run a script on a host; what it printed. */
  String shell(String host, String script) throws IOException, InterruptedException {
    return run(command(host, List.of("sh", "-ec", script)));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /** Does something on a thread on a host: sockets that are opened there belong to it. */
  <T> T on(String host, Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          enter("/run/netns/" + prefix + host);
          return work.call();
        });
    Thread.ofPlatform().daemon().name("on " + host).start(task);
    return task.get(SECONDS, TimeUnit.SECONDS);
  }

  private static void enter(String path) throws IOException {
    int entered;
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact((MemorySegment) arena.allocateFrom(path), 0);
      entered = (int) SETNS.invokeExact(descriptor, NEW_NET);
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot enter " + path, e);
    }
    if (entered != 0) {
      throw new IOException("cannot enter " + path);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (String name : made.reversed()) {
      run(List.of("ip", "netns", "delete", prefix + name));
    }
    made.clear();
  }
}

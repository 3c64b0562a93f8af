package receiver.websocket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A process with a collector, to be killed: the folder of its data, then the file it stores in. */
public final class KilledCollector {
  private KilledCollector() {}

  /** Starts one. */
  static Process start(Path data, Path stored) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledCollector.class.getName(),
            data.toString(),
            stored.toString())
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("child.log").toFile())
        .start();
  }

  /** The port of the one that was started last, once it listens. */
  static int port(Path data) throws Exception {
    Path file = data.resolve("port");
    Await.until("the port of the child", () -> Files.exists(file));
    int port = Integer.parseInt(Files.readString(file));
    Files.delete(file);
    return port;
  }

  /** Writes its port beside its data, and goes on until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    DurableStore store = new DurableStore(Path.of(arguments[1]));
    Hosts.Collector collector = Hosts.collector(data, "collector-1", store, Hosts.plain());
    Path port = Files.writeString(data.resolve("port.new"), String.valueOf(collector.port()));
    Files.move(port, data.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
    Thread.sleep(Long.MAX_VALUE);
  }
}

package receiver.websocket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A process with a collector, to be killed: the folder of its data, then the file it stores in. */
public final class KilledCollector {
  private KilledCollector() {}

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

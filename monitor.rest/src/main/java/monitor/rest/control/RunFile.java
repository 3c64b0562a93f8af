package monitor.rest.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.api.operation.Platform;
import monitor.rest.http.Json;

/** {@code run/monitor.json} of the data folder: says where the running platform is reached. */
public final class RunFile {
  private final Platform platform;
  private final Path file;

  /** Of this platform. */
  public RunFile(Platform platform) {
    this.platform = platform;
    this.file = platform.data().resolve("run").resolve("monitor.json");
  }

  /** Writes it, complete or not at all. */
  public void write(String url) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("pid", ProcessHandle.current().pid());
    members.put("url", url);
    members.put("version", platform.version());
    members.put("distribution", platform.distribution());
    Path folder = Files.createDirectories(file.getParent());
    Path aside = folder.resolve("monitor.json.new");
    Files.write(aside, Json.write(members));
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes it: nothing is reached any more. */
  public void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}

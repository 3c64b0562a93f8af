package monitor.rest.control;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import monitor.api.operation.Platform;

/** {@code run/monitor.json} of the data folder: says where the running platform is reached. */
public final class RunFile {
  private static final JsonFactory JSON = new JsonFactory();

  private final Platform platform;
  private final Path file;

  /** Of this platform. */
  public RunFile(Platform platform) {
    this.platform = platform;
    this.file = platform.data().resolve("run").resolve("monitor.json");
  }

  /** Writes it, complete or not at all. */
  public void write(String url) throws IOException {
    Path folder = Files.createDirectories(file.getParent());
    Path aside = folder.resolve("monitor.json.new");
    // By itself, as data binding is four hundred classes, which an agent may never need.
    try (JsonGenerator json = JSON.createGenerator(aside.toFile(), JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeNumberField("pid", ProcessHandle.current().pid());
      json.writeStringField("url", url);
      json.writeStringField("version", platform.version());
      json.writeStringField("distribution", platform.distribution());
      json.writeEndObject();
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes it: nothing is reached any more. */
  public void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}

package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import monitor.deployer.verify.JarLimits;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;

/** Reads all of what came in: a complete jar with the manifest of a plugin. */
final class VerifyStep implements Step {
  private final JarLimits limits;

  VerifyStep(JarLimits limits) {
    this.limits = limits;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String run(Change change) throws PluginRefused, IOException {
    Path staged = Objects.requireNonNull(change.request().staged());
    PluginJar jar = PluginJar.verify(staged, limits);
    change.jars(null, jar);
    return "%s %s, %,d bytes, sha256 %s"
        .formatted(jar.name(), jar.version(), jar.bytes(), jar.sha256());
  }

  @Override
  public void undo(Change change) throws IOException {
    Files.deleteIfExists(Objects.requireNonNull(change.request().staged()));
  }
}

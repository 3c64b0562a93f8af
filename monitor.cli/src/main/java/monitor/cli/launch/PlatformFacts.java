package monitor.cli.launch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What bundles are told about this process, as framework properties {@code monitor.*}.
 *
 * @param installation where the platform lies
 * @param data the data folder
 * @param configuration the main configuration file
 * @param distribution {@code agent}, {@code collector} or {@code standalone}
 * @param port of the HTTP endpoint; -1 leaves it to the configuration, 0 picks a free one
 * @param started when the process started
 */
record PlatformFacts(
    Installation installation,
    Path data,
    Path configuration,
    String distribution,
    int port,
    Instant started) {

  /** The facts, and what else is given. */
  Map<String, String> properties(Map<String, String> further) {
    Map<String, String> properties = new TreeMap<>(further);
    properties.put("monitor.home", installation.home().toString());
    properties.put("monitor.data", data.toString());
    properties.put("monitor.config", configuration.toString());
    properties.put("monitor.distribution", distribution);
    properties.put("monitor.version", Installation.version());
    properties.put("monitor.host", host());
    properties.put("monitor.started", Long.toString(started.toEpochMilli()));
    if (port >= 0) {
      properties.put("monitor.port", Integer.toString(port));
    }
    properties.put("org.osgi.framework.storage", data.resolve("cache/framework").toString());
    return properties;
  }

  /** The kernel's name of this host, which needs no resolver; else what the resolver says. */
  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (java.io.IOException e) {
      return resolved().orElse("localhost");
    }
  }

  private static Optional<String> resolved() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}

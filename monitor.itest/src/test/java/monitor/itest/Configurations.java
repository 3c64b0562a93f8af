package monitor.itest;

import java.nio.file.Path;

/** Configuration files of the tests. */
final class Configurations {
  private Configurations() {}

  /** Host metrics each second, the folder {@code watched}, and pings to the loopback. */
  static String standard(Path folder) {
    return """
    [collector.metrics]
    interval = "1s"

    [[collector.logs]]
    name = "app"
    paths = ["%s/watched/*.log"]

    [[probe.reachability]]
    name = "loopback"
    probe = "ping"
    targets = ["127.0.0.1", "::1"]
    interval = "1s"
    """
        .formatted(folder);
  }

  /** Scrapes what a file names, with a token of another. */
  static String scrape(Path targets, Path token) {
    return """

    [[collector.scrape]]
    name = "self"
    targets-file = "%s"
    bearer-file = "%s"
    interval = "1s"
    """
        .formatted(targets, token);
  }

  /** Captures what goes over the loopback to and from a port. */
  static String capture(int port) {
    return """

    [[collector.traffic]]
    name = "loopback"
    interfaces = ["lo"]
    filter = "tcp port %d"
    interval = "1s"
    """
        .formatted(port);
  }
}

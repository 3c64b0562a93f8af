package monitor.runtime.osgi;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * The facts as the launcher passed them in framework properties.
 *
 * @param version of the platform
 * @param distribution its name
 * @param data the data folder
 * @param host name of the host; empty if the launcher gave none
 * @param started when the process started
 */
record PlatformFacts(String version, String distribution, Path data, String host, Instant started) {

  static PlatformFacts of(BundleContext context) {
    String started = context.getProperty("monitor.started");
    return new PlatformFacts(
        property(context, "monitor.version", "0"),
        property(context, "monitor.distribution", "standalone"),
        Path.of(property(context, "monitor.data", "data")),
        property(context, "monitor.host", ""),
        Instant.ofEpochMilli(
            started == null
                ? ManagementFactory.getRuntimeMXBean().getStartTime()
                : Long.parseLong(started)));
  }

  private static String property(BundleContext context, String name, String otherwise) {
    @Nullable String value = context.getProperty(name);
    return value == null ? otherwise : value;
  }
}

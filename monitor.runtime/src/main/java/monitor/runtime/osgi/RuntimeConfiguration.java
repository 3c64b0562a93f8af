package monitor.runtime.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The table {@code [runtime]}. */
@ObjectClassDefinition(
    name = "Runtime",
    description = "Journal, buffers and deadlines of the platform's core")
@interface RuntimeConfiguration {
  @AttributeDefinition(
      name = "Agent",
      description = "Name of this agent in the identity of batches; empty: the name of the host",
      required = false)
  String agent() default "";

  @AttributeDefinition(
      name = "Host",
      description = "Name of this host; empty: what the operating system says",
      required = false)
  String host() default "";

  @AttributeDefinition(
      name = "Tags",
      description = "Tags of everything that comes from this host, each as key=value",
      required = false)
  String[] tags() default {};

  @AttributeDefinition(
      name = "Journal size",
      description =
          "Most disk space of the journal; half of it for streams that must not lose anything, half"
              + " for those that may drop the oldest",
      min = "4MiB",
      max = "1TiB")
  String journal_max$_$size() default "1GiB";

  @AttributeDefinition(
      name = "Free space",
      description = "Free space of the file system that the journal leaves to others",
      min = "0B",
      max = "1TiB")
  String journal_free$_$floor() default "256MiB";

  @AttributeDefinition(
      name = "Journal age",
      description =
          "Age at which events go that may be dropped and that no essential sink has taken; 0s:"
              + " none",
      min = "0s",
      max = "3650d")
  String journal_max$_$age() default "0s";

  @AttributeDefinition(
      name = "Best effort",
      description =
          "Most events of one stream that a sink which is not essential may be behind before it"
              + " jumps ahead",
      min = "1",
      max = "1000000000")
  long best$_$effort_events() default 100_000;

  @AttributeDefinition(
      name = "Direct window",
      description =
          "Most memory for batches that agents sent and that the sinks have not answered for yet;"
              + " agents keep them meanwhile",
      min = "2MiB",
      max = "64GiB")
  String direct_window() default "32MiB";

  @AttributeDefinition(
      name = "Buffered events",
      description = "Most events that wait in the buffer of one stream",
      min = "16",
      max = "1000000")
  int buffer_events() default 10_000;

  @AttributeDefinition(
      name = "Buffered bytes",
      description = "Most bytes that wait in the buffer of one stream",
      min = "64KiB",
      max = "4GiB")
  String buffer_bytes() default "8MiB";

  @AttributeDefinition(
      name = "Sources",
      description = "Most sources that may run",
      min = "1",
      max = "100000")
  int sources_max() default 1_000;

  @AttributeDefinition(
      name = "Compression",
      description =
          "Compression of batches; auto: what the collector prefers, zstd where there is none",
      options = {
        @Option(label = "auto", value = "auto"),
        @Option(label = "zstd", value = "zstd"),
        @Option(label = "lz4", value = "lz4"),
        @Option(label = "snappy", value = "snappy"),
        @Option(label = "gzip", value = "gzip"),
        @Option(label = "none", value = "none")
      })
  String compression() default "auto";

  @AttributeDefinition(
      name = "Shutdown timeout",
      description = "Time for a component, or for everything, to end",
      min = "100ms",
      max = "10m")
  String shutdown_timeout() default "5s";

  @AttributeDefinition(
      name = "Health check interval",
      description = "Time between two health checks of a component",
      min = "1s",
      max = "1h")
  String health_interval() default "60s";
}

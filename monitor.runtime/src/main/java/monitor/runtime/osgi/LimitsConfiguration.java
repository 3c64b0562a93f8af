package monitor.runtime.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [limits]}. */
@ObjectClassDefinition(
    name = "Limits",
    description =
        "What the sources of one plugin may emit together; beyond it a source that may lose events"
            + " loses them, counted as over_limit, and any other is held back")
@interface LimitsConfiguration {
  @AttributeDefinition(
      name = "Events",
      description = "Most events a second of one plugin; 0 for no limit",
      min = "0",
      max = "1000000000")
  long events() default 100_000;

  @AttributeDefinition(
      name = "Bytes",
      description = "Most bytes a second of one plugin, before compression; 0B for no limit",
      min = "0B",
      max = "1TiB")
  String bytes() default "64MiB";

  @AttributeDefinition(
      name = "Plugins",
      description =
          "Plugins with limits of their own: symbolic name, events and bytes a second, as in"
              + " \"hello.plugin 500 1MiB\"",
      required = false)
  String[] plugins() default {};

  @AttributeDefinition(
      name = "Call deadline",
      description =
          "How long a call into a sink, or a health check, may take before it is reported and"
              + " interrupted",
      min = "1s",
      max = "1h")
  String call_deadline() default "2m";
}

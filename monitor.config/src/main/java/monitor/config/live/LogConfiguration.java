package monitor.config.live;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The table {@code [log]}. */
@ObjectClassDefinition(
    name = "Log",
    description = "What the platform writes to its own log; a change applies at once")
@interface LogConfiguration {
  @AttributeDefinition(
      name = "Level",
      description = "Least level of what is logged; -v on the command line goes before it",
      options = {
        @Option(label = "error", value = "error"),
        @Option(label = "warn", value = "warn"),
        @Option(label = "info", value = "info"),
        @Option(label = "debug", value = "debug"),
        @Option(label = "trace", value = "trace")
      })
  String level() default "info";

  @AttributeDefinition(
      name = "Only errors of",
      description = "Loggers, each with those below it, of which only errors are logged",
      required = false)
  String[] error() default {};

  @AttributeDefinition(
      name = "Warnings of",
      description = "Loggers, each with those below it, that log warnings and errors",
      required = false)
  String[] warn() default {};

  @AttributeDefinition(
      name = "Information of",
      description = "Loggers, each with those below it, that log information and above",
      required = false)
  String[] info() default {};

  @AttributeDefinition(
      name = "Detail of",
      description = "Loggers, each with those below it, that log detail, such as sink.postgres",
      required = false)
  String[] debug() default {};

  @AttributeDefinition(
      name = "Everything of",
      description = "Loggers, each with those below it, that log everything they can",
      required = false)
  String[] trace() default {};
}

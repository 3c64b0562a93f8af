package collector.logs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Keys of a table {@code [[collector.journal]]}. */
@ObjectClassDefinition(
    name = "systemd journal",
    description = "Reads the entries of the systemd journal as they are written")
@interface JournalConfiguration {
  @AttributeDefinition(
      name = "Units",
      description = "Only entries of these units, such as nginx.service; none: of all",
      required = false)
  String[] units() default {};

  @AttributeDefinition(
      name = "Identifiers",
      description = "Only entries with these syslog identifiers; none: all",
      required = false)
  String[] identifiers() default {};

  @AttributeDefinition(
      name = "Priority",
      description = "Only entries of this priority and more serious ones",
      options = {
        @Option(label = "emergency", value = "emerg"),
        @Option(label = "alert", value = "alert"),
        @Option(label = "critical", value = "crit"),
        @Option(label = "error", value = "err"),
        @Option(label = "warning", value = "warning"),
        @Option(label = "notice", value = "notice"),
        @Option(label = "information", value = "info"),
        @Option(label = "everything", value = "debug")
      })
  String priority() default "debug";

  @AttributeDefinition(
      name = "Start",
      description = "Where to begin when this instance runs for the first time",
      options = {
        @Option(label = "At the oldest entry", value = "beginning"),
        @Option(label = "At the end", value = "end")
      })
  String start() default "end";

  @AttributeDefinition(
      name = "Further fields",
      description = "Names of journal fields that become attributes beside the usual ones",
      required = false)
  String[] fields() default {};

  @AttributeDefinition(
      name = "Longest message",
      description = "Size; what is longer is cut there and marked",
      min = "256B",
      max = "512KiB")
  String max$_$message() default "64KiB";

  @AttributeDefinition(
      name = "Folder",
      description = "Folder of journal files to read instead of those of this host",
      required = false)
  String directory() default "";
}

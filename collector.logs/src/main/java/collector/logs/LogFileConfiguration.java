package collector.logs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Keys of a table {@code [[collector.logs]]}. */
@ObjectClassDefinition(
    name = "Log files",
    description = "Reads lines from log files as they are written, through every kind of rotation")
@interface LogFileConfiguration {
  @AttributeDefinition(
      name = "Files",
      description =
          "Absolute paths with wild cards: * ? [a-z] {a,b} within a name, ** for any number of folders")
  String[] paths() default {};

  @AttributeDefinition(
      name = "Files left out",
      description = "Patterns of files that are not read although a path matches them",
      required = false)
  String[] exclude() default {"/**/*.gz", "/**/*.bz2", "/**/*.xz", "/**/*.zst", "/**/*.zip"};

  @AttributeDefinition(
      name = "Start",
      description =
          "Where to begin in files that are there when this instance runs for the first time; later files are always read from their beginning",
      options = {
        @Option(label = "At the beginning", value = "beginning"),
        @Option(label = "At the end", value = "end")
      })
  String start() default "beginning";

  @AttributeDefinition(
      name = "Longest line",
      description = "Size; what is longer is cut there and marked",
      min = "256B",
      max = "512KiB")
  String max$_$line() default "64KiB";

  @AttributeDefinition(
      name = "Scan interval",
      description =
          "Duration; how often to search for files beside what inotify tells, and never more than one part in 200 of the time",
      min = "10ms",
      max = "1h")
  String scan$_$interval() default "1s";

  @AttributeDefinition(
      name = "Rotation wait",
      description =
          "Duration; how long a renamed or deleted file must be quiet before it is taken as complete",
      min = "0s",
      max = "1h")
  String rotate$_$wait() default "1m";

  @AttributeDefinition(
      name = "Open files",
      description = "Most file descriptors held at once; further files are opened when they change",
      min = "1",
      max = "100000")
  int max$_$open$_$files() default 256;
}

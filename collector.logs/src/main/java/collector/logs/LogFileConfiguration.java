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
  String[] paths();

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
      name = "Encoding",
      description = "How characters are written; what is not UTF-8 in utf-8 is kept as it is",
      options = {
        @Option(label = "UTF-8", value = "utf-8"),
        @Option(label = "ISO 8859-1", value = "latin-1"),
        @Option(label = "UTF-16, lower byte first", value = "utf-16le"),
        @Option(label = "UTF-16, higher byte first", value = "utf-16be")
      })
  String encoding() default "utf-8";

  @AttributeDefinition(
      name = "Line end",
      description = "What ends a line",
      options = {@Option(label = "LF or CR LF", value = "lf"), @Option(label = "CR", value = "cr")})
  String line$_$end() default "lf";

  @AttributeDefinition(
      name = "Records of several lines",
      description = "Which lines belong to the record before them",
      options = {
        @Option(label = "None", value = "off"),
        @Option(label = "Indented lines", value = "indent"),
        @Option(label = "Stack traces of Java and Python", value = "stack-trace"),
        @Option(label = "All that do not match the pattern of a first line", value = "starts"),
        @Option(label = "Those that match the pattern of a further line", value = "continues")
      })
  String multiline() default "off";

  @AttributeDefinition(
      name = "Pattern of lines",
      description =
          "Regular expression that the start of a line must match, for starts and continues",
      required = false)
  String multiline$_$pattern() default "";

  @AttributeDefinition(
      name = "Wait for further lines",
      description = "Duration; when nothing comes for so long, the record is complete",
      min = "1ns",
      max = "1m")
  String multiline$_$wait() default "1s";

  @AttributeDefinition(
      name = "Format",
      description = "How to find fields, time and severity in a record",
      options = {
        @Option(label = "None", value = "raw"),
        @Option(label = "JSON objects", value = "json"),
        @Option(label = "logfmt", value = "logfmt"),
        @Option(label = "Syslog, RFC 5424 and RFC 3164", value = "syslog"),
        @Option(label = "Access logs of Apache and nginx", value = "access"),
        @Option(label = "Regular expression with named groups", value = "pattern")
      })
  String format() default "raw";

  @AttributeDefinition(
      name = "Pattern",
      description = "Regular expression for the format pattern, which a whole record must match",
      required = false)
  String pattern() default "";

  @AttributeDefinition(
      name = "Time zone",
      description =
          "Of times that do not tell theirs, such as Europe/Paris; empty: that of the host",
      required = false)
  String time$_$zone() default "";

  @AttributeDefinition(
      name = "Field of the body",
      description = "The field whose text becomes the body; empty: the record as it is",
      required = false)
  String body$_$field() default "";

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

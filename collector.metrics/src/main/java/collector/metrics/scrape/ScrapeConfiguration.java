package collector.metrics.scrape;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of a table {@code [[collector.scrape]]}. */
@ObjectClassDefinition(
    name = "Scraped metrics",
    description = "Metrics that other programs show over HTTP, in Prometheus or OpenMetrics text.")
@interface ScrapeConfiguration {
  @AttributeDefinition(
      name = "Targets",
      description = "URLs such as http://db.example.org:9100/metrics.",
      required = false)
  String[] targets() default {};

  @AttributeDefinition(
      name = "File of targets",
      description =
          "A file with one target on each line, a URL and labels as name=value; read again when it"
              + " changes.")
  String targets$_$file() default "";

  @AttributeDefinition(
      name = "Interval",
      description = "Duration from the start of one scrape of a target to the start of its next.",
      min = "100ms",
      max = "1d")
  String interval() default "15s";

  @AttributeDefinition(
      name = "Timeout",
      description = "Duration that a scrape may take, from the name of the host to the last byte.",
      min = "10ms",
      max = "5m")
  String timeout() default "10s";

  @AttributeDefinition(
      name = "Labels",
      description = "Attributes of every series, each as name=value.",
      required = false)
  String[] labels() default {};

  @AttributeDefinition(
      name = "Labels of the target win",
      description =
          "Whether a label of the text stays when an attribute of ours has its name; otherwise it"
              + " becomes exported_name.")
  boolean honor$_$labels() default false;

  @AttributeDefinition(
      name = "Times of the target win",
      description = "Whether times in the text are taken; otherwise that of the scrape.")
  boolean honor$_$timestamps() default true;

  @AttributeDefinition(
      name = "Keep",
      description = "Series to keep, such as node_cpu_* or up{job=api}; none keeps all.",
      required = false)
  String[] keep() default {};

  @AttributeDefinition(
      name = "Drop",
      description = "Series to leave out, in the same form.",
      required = false)
  String[] drop() default {};

  @AttributeDefinition(
      name = "Rename",
      description = "Names of metrics to change, as old=new; a star at the end of both keeps it.",
      required = false)
  String[] rename() default {};

  @AttributeDefinition(
      name = "Drop labels",
      description = "Names of labels to leave out; a star stands for any characters.",
      required = false)
  String[] drop$_$labels() default {};

  @AttributeDefinition(
      name = "Rename labels",
      description = "Names of labels to change, as old=new.",
      required = false)
  String[] rename$_$labels() default {};

  @AttributeDefinition(
      name = "Largest text",
      description = "Size of a text, inflated; a larger one fails.",
      min = "1KiB",
      max = "1GiB")
  String max$_$body() default "16MiB";

  @AttributeDefinition(
      name = "Most series",
      description = "How many samples a text may have; one with more fails.",
      min = "1",
      max = "1000000")
  int max$_$series() default 20_000;

  @AttributeDefinition(
      name = "Longest line",
      description = "Size of a line; a text with a longer one fails.",
      min = "256B",
      max = "128KiB")
  String max$_$line() default "64KiB";

  @AttributeDefinition(
      name = "Most redirects",
      description = "How many redirects are followed.",
      min = "0",
      max = "20")
  int max$_$redirects() default 5;

  @AttributeDefinition(
      name = "Certificate authorities",
      description = "A PEM file; servers must have a certificate of one of them.")
  String ca$_$file() default "";

  @AttributeDefinition(
      name = "Server name",
      description = "The name that the certificate must have, where it is not that of the URL.")
  String server$_$name() default "";

  @AttributeDefinition(
      name = "File of the bearer token",
      description = "A file whose content is sent as bearer token.")
  String bearer$_$file() default "";

  @AttributeDefinition(name = "User name", description = "For basic authentication.")
  String username() default "";

  @AttributeDefinition(
      name = "File of the password",
      description = "A file whose content is the password of the user.")
  String password$_$file() default "";
}

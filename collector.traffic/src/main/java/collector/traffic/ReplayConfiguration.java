package collector.traffic;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of a table {@code [[collector.pcap]]}. */
@ObjectClassDefinition(
    name = "Capture files",
    description = "Reads the packets of pcap and pcapng files as if they were captured now")
@interface ReplayConfiguration {
  @AttributeDefinition(
      name = "Paths",
      description = "Files; in the last part of a path * stands for any characters")
  String[] paths();

  @AttributeDefinition(
      name = "Settle",
      description = "Time since a file was last changed after which it is taken for complete",
      min = "0s",
      max = "1d")
  String settle() default "5s";

  @AttributeDefinition(
      name = "Interval",
      description = "Time in the capture between two reports of metrics and top talkers",
      min = "1s",
      max = "1h")
  String interval() default "10s";

  @AttributeDefinition(
      name = "Interval of flows",
      description = "Time in the capture between two reports of a flow that goes on",
      min = "1s",
      max = "1d")
  String flows_interval() default "1m";

  @AttributeDefinition(
      name = "Most flows",
      description = "How many flows are followed at once",
      min = "16",
      max = "1000000")
  int flows_max() default 32_768;

  @AttributeDefinition(
      name = "Idle time",
      description = "Time without packets after which a flow ends",
      min = "1s",
      max = "1d")
  String flows_idle() default "30s";

  @AttributeDefinition(
      name = "Idle time of connections",
      description = "Time without packets after which an established TCP connection ends",
      min = "1s",
      max = "1d")
  String flows_tcp$_$idle() default "5m";

  @AttributeDefinition(
      name = "Top talkers",
      description = "How many addresses with the most bytes are reported; 0 for none",
      min = "0",
      max = "1000")
  int talkers_top() default 10;

  @AttributeDefinition(name = "DNS", description = "Whether DNS questions and answers are reported")
  boolean dns() default true;

  @AttributeDefinition(name = "TLS", description = "Whether server names of TLS are read")
  boolean tls() default true;
}

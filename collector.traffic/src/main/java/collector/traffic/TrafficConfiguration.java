package collector.traffic;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of a table {@code [[collector.traffic]]}. */
@ObjectClassDefinition(
    name = "Network traffic",
    description = "Watches the packets of network interfaces: flows, names, rates")
@interface TrafficConfiguration {
  @AttributeDefinition(
      name = "Interfaces",
      description = "Names of network interfaces; * stands for any characters")
  String[] interfaces() default {};

  @AttributeDefinition(
      name = "Filter",
      description = "Which packets, as pcap-filter(7) describes; empty for all",
      required = false)
  String filter() default "";

  @AttributeDefinition(
      name = "Snap length",
      description = "Bytes that are kept of each packet",
      min = "64B",
      max = "64KiB")
  String snap$_$length() default "2KiB";

  @AttributeDefinition(
      name = "Buffer",
      description = "Memory for packets that were captured and not yet read, for each interface",
      min = "1MiB",
      max = "1GiB")
  String buffer() default "8MiB";

  @AttributeDefinition(
      name = "Promiscuous",
      description = "Whether packets for other hosts are watched as well")
  boolean promiscuous() default false;

  @AttributeDefinition(
      name = "Size of the ring",
      description = "Packets that are kept in files on disk, for each interface; 0B for none",
      min = "0B",
      max = "1TiB")
  String ring_size() default "0B";

  @AttributeDefinition(
      name = "Files of the ring",
      description = "Over how many files they are spread; the oldest is deleted for a new one",
      min = "2",
      max = "1000")
  int ring_files() default 10;

  @AttributeDefinition(
      name = "Interval",
      description = "Time between two reports of metrics and top talkers",
      min = "1s",
      max = "1h")
  String interval() default "10s";

  @AttributeDefinition(
      name = "Interval of flows",
      description = "Time between two reports of a flow that goes on",
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

package probe.reachability;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of a table {@code [[probe.reachability]]}. */
@ObjectClassDefinition(
    name = "Reachability",
    description = "Tests from time to time whether, and how fast, targets answer")
@interface ReachabilityConfiguration {
  @AttributeDefinition(
      name = "Probe",
      description = "How to test: ping, traceroute, tcp, udp, http, or a probe of a plugin")
  String probe() default "ping";

  @AttributeDefinition(
      name = "Targets",
      description = "Host names, addresses, host:port or URLs, as the probe asks for")
  String[] targets();

  @AttributeDefinition(
      name = "Interval",
      description = "Duration from the start of one round of a target to the start of its next",
      min = "100ms",
      max = "1d")
  String interval() default "10s";

  @AttributeDefinition(
      name = "Timeout",
      description = "Duration that each sample may take",
      min = "1ms",
      max = "5m")
  String timeout() default "2s";

  @AttributeDefinition(
      name = "Samples",
      description = "How many samples to take in a round",
      min = "1",
      max = "1000")
  int samples() default 3;

  @AttributeDefinition(
      name = "Parameters",
      description = "Further settings of the probe, each as name=value",
      required = false)
  String[] parameters() default {};

  @AttributeDefinition(
      name = "Tags",
      description = "Attributes of every result, each as name=value",
      required = false)
  String[] tags() default {};
}

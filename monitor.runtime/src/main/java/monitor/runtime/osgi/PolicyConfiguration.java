package monitor.runtime.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Keys of a table {@code [[policy]]}. */
@ObjectClassDefinition(
    name = "Policy",
    description =
        "What plugins may have. Without any such table all may have everything that the host"
            + " offers; a change applies at once")
@interface PolicyConfiguration {
  @AttributeDefinition(
      name = "Plugins",
      description = "Symbolic names that the rule applies to, * stands for any text; empty: all",
      required = false)
  String[] plugins() default {};

  @AttributeDefinition(
      name = "Signers",
      description =
          "Subjects of trusted certificates, * stands for any text: the rule applies to what they"
              + " signed; empty: whoever signed it, or nobody",
      required = false)
  String[] signers() default {};

  @AttributeDefinition(
      name = "Permit",
      description =
          "The only capabilities that these may have, together with what other rules permit them;"
              + " empty: everything that is not denied",
      required = false,
      options = {
        @Option(label = "PROCESS", value = "PROCESS"),
        @Option(label = "NETWORK", value = "NETWORK"),
        @Option(label = "FILESYSTEM", value = "FILESYSTEM"),
        @Option(label = "PERFORMANCE", value = "PERFORMANCE"),
        @Option(label = "REALTIME", value = "REALTIME"),
        @Option(label = "KERNEL_LEVEL", value = "KERNEL_LEVEL"),
        @Option(label = "SYSTEM_WIDE", value = "SYSTEM_WIDE"),
        @Option(label = "LOGS", value = "LOGS"),
        @Option(label = "REACHABILITY", value = "REACHABILITY"),
        @Option(label = "CUSTOM", value = "CUSTOM"),
        @Option(label = "RAW_SOCKET", value = "RAW_SOCKET"),
        @Option(label = "PACKET_CAPTURE", value = "PACKET_CAPTURE"),
        @Option(label = "JOURNAL_ACCESS", value = "JOURNAL_ACCESS")
      })
  String[] permit() default {};

  @AttributeDefinition(
      name = "Deny",
      description = "Capabilities that these may not have, whatever other rules permit",
      required = false,
      options = {
        @Option(label = "PROCESS", value = "PROCESS"),
        @Option(label = "NETWORK", value = "NETWORK"),
        @Option(label = "FILESYSTEM", value = "FILESYSTEM"),
        @Option(label = "PERFORMANCE", value = "PERFORMANCE"),
        @Option(label = "REALTIME", value = "REALTIME"),
        @Option(label = "KERNEL_LEVEL", value = "KERNEL_LEVEL"),
        @Option(label = "SYSTEM_WIDE", value = "SYSTEM_WIDE"),
        @Option(label = "LOGS", value = "LOGS"),
        @Option(label = "REACHABILITY", value = "REACHABILITY"),
        @Option(label = "CUSTOM", value = "CUSTOM"),
        @Option(label = "RAW_SOCKET", value = "RAW_SOCKET"),
        @Option(label = "PACKET_CAPTURE", value = "PACKET_CAPTURE"),
        @Option(label = "JOURNAL_ACCESS", value = "JOURNAL_ACCESS")
      })
  String[] deny() default {};

  @AttributeDefinition(
      name = "Origin",
      description = "Where each key stands; the platform sets it, so that a refusal can name it",
      required = false)
  String[] monitor_origin() default {};
}

package monitor.deployer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The table {@code [deployer]}. */
@ObjectClassDefinition(name = "Deployer", description = "How plugins are installed")
@interface DeployerConfiguration {
  /** Policy. */
  @AttributeDefinition(
      name = "Signatures",
      description =
          "What a plugin without a trusted signature means: off, warn, or enforce, which refuses"
              + " it, also at the start",
      options = {
        @Option(label = "off", value = "off"),
        @Option(label = "warn", value = "warn"),
        @Option(label = "enforce", value = "enforce")
      })
  String signature() default "off";

  /** Trust store. */
  @AttributeDefinition(
      name = "Trust store",
      description =
          "Folder, or file, of the certificates (PEM) of those whose plugins are trusted; empty:"
              + " the folder trust of the data folder")
  String trust() default "";

  /** How long a start may take. */
  @AttributeDefinition(
      name = "Start timeout",
      description =
          "How long a plugin may take to start; one that takes longer gives way to the version"
              + " before",
      min = "1s",
      max = "1h")
  String start$_$timeout() default "5s";

  /** Probation. */
  @AttributeDefinition(
      name = "Probation",
      description =
          "How long after an upgrade a failure of the new version brings the old one back; 0s"
              + " never does")
  String probation() default "10s";
}

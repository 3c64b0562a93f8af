package monitor.identity;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [monitor.identity]}. */
@ObjectClassDefinition(
    name = "Identity of agents",
    description = "The certificate authority of the platform, by which agents prove who they are.")
@interface AuthorityConfiguration {
  /** Lifetime of certificates. */
  @AttributeDefinition(
      name = "Lifetime of certificates",
      description =
          "how long an agent's certificate is good; the agent asks for the next one when a third of"
              + " it is left",
      min = "1m",
      max = "800d",
      required = false)
  String certificate_lifetime() default "30d";
}

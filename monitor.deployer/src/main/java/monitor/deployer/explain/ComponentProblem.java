package monitor.deployer.explain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Why a component does not work.
 *
 * @param component its name
 * @param cause what kind of problem
 * @param words for a person: what is missing and one fix
 */
public record ComponentProblem(String component, Cause cause, String words) {
  /** Kinds of problems. */
  public enum Cause {
    /** It waits until somebody configures it: nothing is wrong. */
    CONFIGURATION_MISSING,
    /** It waits for a service of somebody else. */
    SERVICE_MISSING,
    /** Its constructor or activation threw. */
    ACTIVATION_FAILED
  }

  /** The problem of a component, if it has one. */
  public static Optional<ComponentProblem> of(
      ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
    return switch (configuration.state) {
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
          Optional.of(configurationMissing(description));
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          Optional.of(serviceMissing(description, configuration));
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          Optional.of(activationFailed(description.name, String.valueOf(configuration.failure)));
      default -> Optional.empty();
    };
  }

  /** A component whose activation threw. */
  public static ComponentProblem activationFailed(String component, String trace) {
    return new ComponentProblem(
        component, Cause.ACTIVATION_FAILED, component + ": " + ActivationFailure.words(trace));
  }

  /** A component that does nothing until it is configured. */
  public static ComponentProblem configurationMissing(ComponentDescriptionDTO description) {
    String table = description.configurationPid[0];
    return new ComponentProblem(
        description.name,
        Cause.CONFIGURATION_MISSING,
        "%s waits for its configuration; add a table [%s], or [[%s]] for each of several, to monitor.toml"
            .formatted(description.name, table, table));
  }

  private static ComponentProblem serviceMissing(
      ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
    String services =
        Arrays.stream(configuration.unsatisfiedReferences)
            .map(reference -> service(description, reference))
            .collect(Collectors.joining(", "));
    return new ComponentProblem(
        description.name,
        Cause.SERVICE_MISSING,
        "%s waits for the service %s, which no bundle offers now; install the plugin that offers it, or make the reference optional"
            .formatted(description.name, services));
  }

  private static String service(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
    String type =
        Arrays.stream(component.references)
            .filter(reference -> reference.name.equals(missing.name))
            .map((ReferenceDTO reference) -> reference.interfaceName)
            .findFirst()
            .orElse(missing.name);
    return hasTarget(missing.target) ? type + " with " + missing.target : type;
  }

  private static boolean hasTarget(@Nullable String target) {
    return target != null && !target.isEmpty();
  }
}

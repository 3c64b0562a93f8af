package monitor.deployer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import monitor.deployer.explain.ComponentProblem;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The Declarative Services components of a bundle, as their runtime sees them. */
final class Components {
  private final ServiceComponentRuntime runtime;

  Components(ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  /** What is wrong with the components of a bundle; empty if nothing is. */
  List<ComponentProblem> problems(Bundle bundle) {
    return descriptions(bundle).flatMap(this::problems).toList();
  }

  /** How many configured instances work or can work when they are asked for. */
  long satisfied(Bundle bundle) {
    return descriptions(bundle)
        .flatMap(d -> runtime.getComponentConfigurationDTOs(d).stream())
        .filter(Components::works)
        .count();
  }

  private static boolean works(ComponentConfigurationDTO configuration) {
    return configuration.state == ComponentConfigurationDTO.ACTIVE
        || configuration.state == ComponentConfigurationDTO.SATISFIED;
  }

  private Stream<ComponentDescriptionDTO> descriptions(Bundle bundle) {
    return runtime.getComponentDescriptionDTOs(bundle).stream().filter(runtime::isComponentEnabled);
  }

  private Stream<ComponentProblem> problems(ComponentDescriptionDTO description) {
    Collection<ComponentConfigurationDTO> configurations =
        runtime.getComponentConfigurationDTOs(description);
    if (configurations.isEmpty()) {
      return description.configurationPolicy.equals("require")
          ? Stream.of(ComponentProblem.configurationMissing(description))
          : Stream.empty();
    }
    return configurations.stream()
        .map(configuration -> ComponentProblem.of(description, configuration))
        .flatMap(Optional::stream);
  }
}

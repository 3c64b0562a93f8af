package monitor.deployer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import monitor.deployer.explain.ComponentProblem.Cause;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

class ComponentProblemTest {
  private final ComponentDescriptionDTO description = new ComponentDescriptionDTO();
  private final ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();

  ComponentProblemTest() {
    description.name = "acme.tail.Tail";
    description.configurationPid = new String[] {"acme.tail"};
    ReferenceDTO reference = new ReferenceDTO();
    reference.name = "clock";
    reference.interfaceName = "com.acme.Clock";
    description.references = new ReferenceDTO[] {reference};
  }

  private Optional<ComponentProblem> problem(int state) {
    configuration.state = state;
    return ComponentProblem.of(description, configuration);
  }

  @Test
  void hasNoneWhenTheComponentWorks() {
    assertThat(problem(ComponentConfigurationDTO.ACTIVE)).isEmpty();
    assertThat(problem(ComponentConfigurationDTO.SATISFIED)).isEmpty();
  }

  @Test
  void namesTheServiceThatIsMissing() {
    UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
    missing.name = "clock";
    missing.target = "(exact=true)";
    configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};

    ComponentProblem problem =
        problem(ComponentConfigurationDTO.UNSATISFIED_REFERENCE).orElseThrow();

    assertThat(problem.cause()).isEqualTo(Cause.SERVICE_MISSING);
    assertThat(problem.words())
        .startsWith("acme.tail.Tail waits for the service com.acme.Clock with (exact=true), which");
  }

  @Test
  void saysWhereTheConfigurationGoes() {
    assertThat(problem(ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION).orElseThrow().words())
        .isEqualTo(
            "acme.tail.Tail waits for its configuration; add a table [acme.tail], or [[acme.tail]]"
                + " for each of several, to monitor.toml");
  }

  @Test
  void tellsWhyTheActivationFailed() {
    configuration.failure = "java.lang.IllegalArgumentException: interval must be positive\n\tat x";
    assertThat(problem(ComponentConfigurationDTO.FAILED_ACTIVATION).orElseThrow().words())
        .isEqualTo(
            "acme.tail.Tail: it failed when it was started: IllegalArgumentException: interval must"
                + " be positive");
  }
}

package monitor.rest.views;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import monitor.api.operation.Deployment;
import org.jspecify.annotations.Nullable;

/** A deployment, as the API writes it. */
public record DeploymentShape(
    String id,
    String action,
    String plugin,
    @Nullable String fromVersion,
    @Nullable String toVersion,
    String requestedBy,
    String why,
    String state,
    String reason,
    List<Deployment.Step> steps,
    Instant started,
    @Nullable Instant finished) {
  /** Of a deployment. */
  public static DeploymentShape of(Deployment deployment) {
    return new DeploymentShape(
        deployment.id(),
        deployment.action().name().toLowerCase(Locale.ROOT),
        deployment.plugin(),
        deployment.fromVersion(),
        deployment.toVersion(),
        deployment.requestedBy(),
        deployment.why(),
        deployment.state().label(),
        deployment.reason(),
        deployment.steps(),
        deployment.started(),
        deployment.finished());
  }
}

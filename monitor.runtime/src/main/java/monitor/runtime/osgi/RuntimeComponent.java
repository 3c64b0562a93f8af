package monitor.runtime.osgi;

import java.io.IOException;
import java.util.List;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.task.Assignment;
import monitor.api.task.Task;
import monitor.api.task.TaskRouter;
import monitor.runtime.Monitor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runtime and publishes it; {@link RegistryComponent} feeds it. */
@Component(
    service = {Pipeline.class, TaskRouter.class, RuntimeComponent.class},
    immediate = true,
    configurationPid = "runtime")
@Designate(ocd = RuntimeConfiguration.class)
public final class RuntimeComponent implements Pipeline, TaskRouter {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeComponent.class);

  private final Monitor monitor;

  /** Opens the journal. */
  @Activate
  public RuntimeComponent(BundleContext context, RuntimeConfiguration configuration)
      throws IOException {
    PlatformFacts facts = PlatformFacts.of(context);
    this.monitor = RuntimeSettings.builder(facts.data(), facts.host(), configuration).build();
    LOG.info("The runtime is started; its data is in {}.", facts.data());
  }

  Monitor monitor() {
    return monitor;
  }

  @Override
  public PipelineView view() {
    return monitor.view();
  }

  @Override
  public List<ComponentView> waiting() {
    return monitor.waiting();
  }

  @Override
  public void pause(String source) {
    monitor.pause(source);
  }

  @Override
  public void resume(String source) {
    monitor.resume(source);
  }

  @Override
  public void stopping(String plugin) {
    monitor.stopping(plugin);
  }

  @Override
  public void restart(String source) {
    monitor.restart(source);
  }

  @Override
  public <P> Assignment<P> assign(Class<P> type, Task task) {
    return monitor.assign(type, task);
  }

  /** Stops everything within the shutdown timeout; what is not delivered yet is in the journal. */
  @Deactivate
  public void stop() throws IOException {
    monitor.close();
    LOG.info("The runtime is stopped.");
  }
}

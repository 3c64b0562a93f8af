package monitor.runtime.osgi;

import java.util.List;
import monitor.api.operation.Containment;
import monitor.api.operation.Incident;
import monitor.api.operation.PluginLimit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes what contains the plugins, and puts the configured limits in force. */
@Component(service = Containment.class, immediate = true, configurationPid = "limits")
@Designate(ocd = LimitsConfiguration.class)
public final class ContainmentComponent implements Containment {
  private final RuntimeComponent runtime;

  /** The limits hold from now on. */
  @Activate
  public ContainmentComponent(
      @Reference RuntimeComponent runtime, LimitsConfiguration configuration) {
    this.runtime = runtime;
    modified(configuration);
  }

  /** Holds from now on, also for sources that run. */
  @Modified
  void modified(LimitsConfiguration configuration) {
    LimitSettings settings = LimitSettings.of(configuration);
    runtime.monitor().limits(settings::of);
    runtime.monitor().callDeadline(settings.callDeadline());
  }

  @Override
  public List<PluginLimit> limits() {
    return runtime.monitor().containment().limits();
  }

  @Override
  public List<Incident> incidents() {
    return runtime.monitor().containment().incidents();
  }

  @Override
  public void report(Incident incident) {
    runtime.monitor().containment().report(incident);
  }
}

package probe.reachability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import monitor.api.capability.Capability;
import monitor.api.probe.Target;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.status.Conditions;
import monitor.api.task.TaskRouter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Tests targets from time to time with a probe of this or any other bundle, whoever may do it: one
 * instance for each table {@code [[probe.reachability]]}.
 */
@Component(
    configurationPid = ReachabilitySource.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ReachabilityConfiguration.class, factory = true)
@SourceProperties(
    offers = {Capability.REACHABILITY, Capability.NETWORK},
    uses = Capability.RAW_SOCKET,
    kinds = {"probe", PathChanges.KIND})
public final class ReachabilitySource implements EventSource {
  static final String PID = "probe.reachability";

  private final ReachabilitySettings settings;
  private final TaskRouter probes;

  /**
   * A source for one configuration.
   *
   * @throws IllegalArgumentException if the configuration is wrong, naming each key
   */
  @Activate
  public ReachabilitySource(@Reference TaskRouter probes, ReachabilityConfiguration configuration) {
    this(probes, ReachabilitySettings.of(configuration));
  }

  ReachabilitySource(TaskRouter probes, ReachabilitySettings settings) {
    this.probes = probes;
    this.settings = settings;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Conditions conditions = new Conditions(context::report);
    Spread spread = new Spread(context.name(), settings.interval(), settings.targets().size());
    for (Target target : settings.targets()) {
      Duration delay = spread.delay(threads.size());
      Rounds rounds = new Rounds(context, settings, target, probes, conditions, delay);
      threads.add(Thread.ofVirtual().name(context.name() + "/" + target.address()).start(rounds));
    }
    try {
      context.awaitStop();
    } finally {
      threads.forEach(Thread::interrupt);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}

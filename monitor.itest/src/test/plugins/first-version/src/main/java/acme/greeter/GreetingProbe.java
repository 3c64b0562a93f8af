package acme.greeter;

import java.util.List;
import java.util.Map;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Component;

/** Finds every target well. */
@Component(service = monitor.api.probe.Probe.class)
@ProbeProperties(probe = "greeting")
public final class GreetingProbe implements DetailedProbe {
  @Override
  public Round round(Target target, Grant grant) {
    return new Round(
        new ProbeResult.Plugin("acme.greeter", "1.0.0", true, 1.0, null, Map.of()),
        Attributes.of("samples", target.samples()));
  }

  @Override
  public List<String> check(Target target) {
    return target.parameters().isEmpty() ? List.of() : List.of("it has no parameters");
  }
}

package monitor.runtime.osgi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import monitor.api.capability.Capability;
import monitor.api.capability.Refusal;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Entitlements;
import monitor.api.operation.HostView;
import monitor.api.operation.PerformerView;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PolicyView;
import monitor.api.operation.Signers;
import monitor.runtime.Monitor;
import monitor.runtime.negotiation.HostFacts;
import monitor.runtime.negotiation.Offer;
import monitor.runtime.negotiation.Policy;
import monitor.runtime.negotiation.PolicyRule;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the policy of the configuration, at its activation and at every change, and publishes
 * what decides over capabilities: itself, and what the host offers as a service {@link HostView}.
 * Comes before anything is registered with the runtime.
 */
@Component(
    service = {
      Entitlements.class,
      EntitlementsComponent.class,
      SynchronousConfigurationListener.class
    },
    configurationPid = PolicyTables.PID,
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Designate(ocd = PolicyConfiguration.class, factory = true)
public final class EntitlementsComponent implements Entitlements, SynchronousConfigurationListener {
  private static final Logger LOG = LoggerFactory.getLogger(EntitlementsComponent.class);

  private final Monitor monitor;
  private final ConfigurationAdmin admin;
  private final HostPublisher published;
  private final AtomicReference<Signers> signers = new AtomicReference<>();
  private volatile List<PolicyRule> rules = List.of();

  /** Applies the policy. */
  @Activate
  public EntitlementsComponent(
      BundleContext context,
      @Reference RuntimeComponent runtime,
      @Reference ConfigurationAdmin admin) {
    this.monitor = runtime.monitor();
    this.admin = admin;
    this.published = new HostPublisher(context, this::host);
    apply();
    published.publish();
    monitor.onChange(published::publish);
  }

  Monitor monitor() {
    return monitor;
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindSigners(Signers service) {
    signers.set(service);
    signersChanged();
  }

  void unbindSigners(Signers service) {
    if (signers.compareAndSet(service, null)) {
      signersChanged();
    }
  }

  private void signersChanged() {
    if (rules.stream().anyMatch(rule -> !rule.signers().isEmpty())) {
      monitor.policy(inForce());
    }
  }

  private Policy inForce() {
    return new Policy(rules, this::signer);
  }

  private String signer(String plugin) {
    return Optional.ofNullable(signers.get()).map(s -> s.signer(plugin)).orElse("");
  }

  /** Called while the change is made, so that it is in force when that returns. */
  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (PolicyTables.PID.equals(event.getFactoryPid())) {
      apply();
    }
  }

  private synchronized void apply() {
    try {
      List<PolicyRule> now = PolicyTables.read(admin);
      if (!now.equals(rules)) {
        rules = now;
        LOG.info("The policy has {} rules.", now.size());
        monitor.policy(inForce());
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("The policy cannot be read; the one before stays in force.", e);
    }
  }

  @Override
  public HostView host() {
    Offer offer = monitor.offered();
    List<Refusal> missing = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      if (!offer.capabilities().contains(capability)) {
        missing.add(
            new Refusal(
                capability.name(),
                Refusal.By.HOST,
                offer.reasons().getOrDefault(capability, "this host does not offer it")));
      }
    }
    return new HostView(offer.capabilities(), missing, HostFacts.look());
  }

  @Override
  public List<PolicyView> policy() {
    Policy policy = inForce();
    List<String> plugins = plugins();
    return rules.stream()
        .map(rule ->
            new PolicyView(
                rule.name(),
                rule.plugins(),
                rule.signers(),
                rule.permit().names(),
                rule.deny().names(),
                rule.origin().getOrDefault("name", ""),
                plugins.stream().filter(plugin -> policy.applies(rule, plugin)).toList()))
        .toList();
  }

  private List<String> plugins() {
    PipelineView view = monitor.view();
    return Stream.of(
            view.sources().stream().map(ComponentView::bundle),
            view.sinks().stream().map(ComponentView::bundle),
            performers().stream().map(PerformerView::bundle))
        .flatMap(bundles -> bundles)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<PerformerView> performers() {
    return monitor.performers();
  }

  /** Takes back what was published; the policy stays in force. */
  @Deactivate
  public void stop() {
    published.close();
  }
}

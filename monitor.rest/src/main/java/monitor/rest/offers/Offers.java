package monitor.rest.offers;

import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentConnections;
import monitor.api.operation.Containment;
import monitor.api.operation.Deployer;
import monitor.api.operation.Entitlements;
import monitor.api.operation.Pipeline;
import monitor.api.query.Alerts;
import monitor.api.query.TelemetryQuery;

/**
 * What others offer to this bundle.
 *
 * @param pipeline of the runtime
 * @param deployer of the deployer
 * @param storage of the storage plugin
 * @param containment of the runtime
 * @param entitlements of the runtime
 * @param alerts of the plugin that looks for them
 * @param authority of agents
 * @param receivers that agents are connected to
 */
public record Offers(
    Offer<Pipeline> pipeline,
    Offer<Deployer> deployer,
    Offer<TelemetryQuery> storage,
    Offer<Containment> containment,
    Offer<Entitlements> entitlements,
    Offer<Alerts> alerts,
    Offer<AgentAuthority> authority,
    Offer<AgentConnections> receivers) {
  /** The running pipeline, or 503. */
  public Pipeline requiredPipeline() {
    return pipeline.required(
        "no-pipeline", "The runtime is not there (yet).", "Look at the bundle monitor.runtime.");
  }

  /** What decides over capabilities, or 503. */
  public Entitlements requiredEntitlements() {
    return entitlements.required(
        "no-pipeline", "The runtime is not there (yet).", "Look at the bundle monitor.runtime.");
  }

  /** The deployer, or 503. */
  public Deployer requiredDeployer() {
    return deployer.required(
        "no-deployer", "The deployer is not there (yet).", "Look at the bundle monitor.deployer.");
  }

  /** What contains the plugins, or 503. */
  public Containment requiredContainment() {
    return containment.required(
        "no-containment",
        "The runtime is not there (yet).",
        "Look at the bundle monitor.runtime, and at the table limits of the configuration.");
  }

  /** What decides who agents are, or 503. */
  public AgentAuthority requiredAuthority() {
    return authority.required(
        "no-authority",
        "This distribution lets no agents join, or its authority cannot start.",
        "Look at the bundle monitor.identity, and at the log.");
  }

  /** What was stored, or 503. */
  public TelemetryQuery requiredStorage() {
    return storage.required(
        "no-storage",
        "No storage plugin is active, so nothing can be read back.",
        "GET /api/v1/plugins/sink.postgres says how it stands.");
  }

  /** Alerts and their rules, or 503. */
  public Alerts requiredAlerts() {
    return alerts.required(
        "no-alerts",
        "No plugin that looks for alerts is active.",
        "GET /api/v1/plugins/analysis.alerts says how it stands.");
  }
}

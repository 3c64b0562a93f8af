package monitor.runtime.switchboard;

import java.util.Optional;
import monitor.api.capability.Grant;
import monitor.api.source.SourceProperties;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.runtime.negotiation.Negotiation;

/** Which source is routed to which sink. Pure functions. */
final class Routing {
  private Routing() {}

  /** Why the two are not joined; empty if they are. */
  static Optional<String> reasonAgainst(
      SourceSpec source, Grant sourceGrant, SinkSpec sink, Grant sinkGrant) {
    if (!sourceGrant.sufficient()) {
      return Optional.of("the source lacks " + lacking(sourceGrant));
    }
    if (!sinkGrant.sufficient()) {
      return Optional.of("the sink lacks " + lacking(sinkGrant));
    }
    boolean direct = source.route() == SourceProperties.Route.DIRECT;
    if (direct && sink.essential() && !sink.idempotent()) {
      return Optional.of(
          "the sink does not declare that it is idempotent: a batch of a direct route may come"
              + " twice");
    }
    // A direct source passes on whatever kinds its peers send; each batch is looked at by itself.
    if (!direct && source.kinds().stream().noneMatch(sink::takes)) {
      return Optional.of(
          "the sink takes the kinds %s and the source emits %s"
              .formatted(sink.kinds(), source.kinds()));
    }
    boolean matches =
        sink.accepts().isEmpty()
            || !sink.accepts().and(sourceGrant.granted()).and(source.offers()).isEmpty();
    return matches
        ? Optional.empty()
        : Optional.of(
            "the sink accepts %s and the source is granted %s"
                .formatted(sink.accepts(), source.offers().and(sourceGrant.granted())));
  }

  private static String lacking(Grant grant) {
    return "%s (%s)".formatted(grant.required().minus(grant.granted()), Negotiation.explain(grant));
  }
}

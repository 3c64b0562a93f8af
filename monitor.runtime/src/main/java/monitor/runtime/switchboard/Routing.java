package monitor.runtime.switchboard;

import java.util.Optional;
import monitor.api.capability.Grant;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;

/** Which source is routed to which sink. Pure functions. */
final class Routing {
  private Routing() {}

  /** Why the two are not joined; empty if they are. */
  static Optional<String> reasonAgainst(
      SourceSpec source, Grant sourceGrant, SinkSpec sink, Grant sinkGrant) {
    if (!sourceGrant.sufficient()) {
      return Optional.of("the source lacks " + sourceGrant.required().minus(sourceGrant.granted()));
    }
    if (!sinkGrant.sufficient()) {
      return Optional.of("the sink lacks " + sinkGrant.required().minus(sinkGrant.granted()));
    }
    if (source.kinds().stream().noneMatch(sink::takes)) {
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
}

package monitor.rest.views;

import java.time.Instant;
import java.util.Map;
import monitor.api.probe.ProbeResult;
import monitor.api.query.StoredRound;
import org.jspecify.annotations.Nullable;

/** A round of a probe, as the API writes it. */
public record RoundShape(
    Instant time,
    String host,
    String source,
    String probe,
    String target,
    boolean successful,
    @Nullable Double responseMillis,
    @Nullable String error,
    ResultShape result,
    Map<String, Object> attributes) {
  /** Of a stored or a live round. */
  public static RoundShape of(StoredRound round) {
    ProbeResult result = round.result();
    return new RoundShape(
        round.time(),
        round.host(),
        round.source(),
        round.probe(),
        round.target(),
        result.successful(),
        result.responseMillis(),
        result.error(),
        ResultShape.of(result),
        round.attributes());
  }
}

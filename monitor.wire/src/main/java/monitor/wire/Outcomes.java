package monitor.wire;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Outcome;
import monitor.api.delivery.Outcome.PartlyAccepted.Refused;
import monitor.api.source.EventStream;

/** Outcomes in an answer. */
final class Outcomes {
  private static final long MOST_AFTER_MILLIS = Duration.ofHours(1).toMillis();
  private static final int MOST_REASONS = 50;
  private static final String OTHERS = "for other reasons";

  private Outcomes() {}

  static void write(Outcome outcome, CBORGenerator cbor) throws IOException {
    switch (outcome) {
      case Outcome.Accepted accepted -> cbor.writeStringField("outcome", "accepted");
      case Outcome.PartlyAccepted partly -> {
        cbor.writeStringField("outcome", "partly");
        writeRefused(partly.refused(), cbor);
      }
      case Outcome.Retry retry -> {
        cbor.writeStringField("outcome", "retry");
        reason(retry.reason(), cbor);
        cbor.writeNumberField("after", Math.min(retry.after().toMillis(), MOST_AFTER_MILLIS));
      }
      case Outcome.Behind behind -> {
        cbor.writeStringField("outcome", "behind");
        cbor.writeNumberField("next", behind.nextSequence());
      }
      case Outcome.Conflict conflict -> {
        cbor.writeStringField("outcome", "conflict");
        reason(conflict.reason(), cbor);
      }
      case Outcome.Rejected rejected -> {
        cbor.writeStringField("outcome", "rejected");
        reason(rejected.reason(), cbor);
      }
    }
  }

  private static void reason(String reason, CBORGenerator cbor) throws IOException {
    cbor.writeStringField("reason", CborMap.cut(reason));
  }

  /** Each reason once, with the places of its events. */
  private static void writeRefused(List<Refused> refused, CBORGenerator cbor) throws IOException {
    Map<String, List<Integer>> byReason = new LinkedHashMap<>();
    for (Refused one : refused) {
      String reason = CborMap.cut(one.reason());
      String known =
          byReason.containsKey(reason) || byReason.size() < MOST_REASONS ? reason : OTHERS;
      byReason.computeIfAbsent(known, key -> new ArrayList<>()).add(one.index());
    }
    cbor.writeArrayFieldStart("refused");
    for (Map.Entry<String, List<Integer>> entry : byReason.entrySet()) {
      cbor.writeStartArray();
      cbor.writeString(entry.getKey());
      cbor.writeStartArray();
      for (int index : entry.getValue()) {
        cbor.writeNumber(index);
      }
      cbor.writeEndArray();
      cbor.writeEndArray();
    }
    cbor.writeEndArray();
  }

  static Outcome read(CborMap map) throws IOException {
    return switch (map.text("outcome")) {
      case "accepted" -> Outcome.ACCEPTED;
      case "partly" -> new Outcome.PartlyAccepted(refused(map));
      case "retry" ->
          new Outcome.Retry(
              map.text("reason"), Duration.ofMillis(map.number("after", 0, MOST_AFTER_MILLIS)));
      case "behind" -> new Outcome.Behind(map.number("next", 0, Long.MAX_VALUE));
      case "conflict" -> new Outcome.Conflict(map.text("reason"));
      case "rejected" -> new Outcome.Rejected(map.text("reason"));
      default -> throw new IOException("outcome: '" + map.text("outcome") + "' is not known");
    };
  }

  private static List<Refused> refused(CborMap map) throws IOException {
    List<Refused> refused = new ArrayList<>();
    for (Object entry : map.list("refused")) {
      if (!(entry instanceof List<?> pair
          && pair.size() >= 2
          && pair.get(0) instanceof String reason
          && pair.get(1) instanceof List<?> indexes)) {
        throw new IOException("refused: expected pairs of a reason and places");
      }
      for (Object index : indexes) {
        if (!(index instanceof Long place && place >= 0 && place < EventStream.MAX_EVENTS)) {
          throw new IOException("refused: '" + index + "' is no place in a batch");
        }
        refused.add(new Refused(place.intValue(), reason));
      }
    }
    return refused;
  }
}

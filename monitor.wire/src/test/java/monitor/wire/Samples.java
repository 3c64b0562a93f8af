package monitor.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Outcome;
import monitor.api.delivery.Outcome.PartlyAccepted.Refused;

/** A message of each form, by the name of its vector. */
final class Samples {
  private static final String HASH =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  private Samples() {}

  static Map<String, Message> all() {
    Map<String, Message> all = new LinkedHashMap<>();
    all.put("hello", new Message.Hello(List.of(1), "agent-1", "monitor"));
    all.put(
        "welcome",
        new Message.Welcome(
            1, "collector-1", "monitor", 5 << 20, 8L << 20, List.of("zstd", "lz4")));
    all.put("batch", new Message.Consigned(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    all.put("accepted", answer(Outcome.ACCEPTED));
    all.put("retry", answer(new Outcome.Retry("the storage is away", Duration.ofMillis(1_500))));
    all.put("behind", answer(new Outcome.Behind(123_456_789_012L)));
    all.put("conflict", answer(new Outcome.Conflict("another batch is stored there")));
    all.put("rejected", answer(new Outcome.Rejected("it cannot be read")));
    all.put(
        "partly",
        answer(
            new Outcome.PartlyAccepted(
                List.of(new Refused(0, "no time"), new Refused(7, "no time")))));
    all.put("moving", new Message.Moving("the collector is stopping"));
    return all;
  }

  private static Message answer(Outcome outcome) {
    return new Message.Answer(HASH, outcome);
  }
}

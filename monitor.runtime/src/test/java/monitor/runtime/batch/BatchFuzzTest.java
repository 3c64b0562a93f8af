package monitor.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Kind;
import monitor.runtime.Rounds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Headers and payloads that are noise, or almost right: the declared error, and no other. */
@Tag("T18")
class BatchFuzzTest {
  private final Compression compression = new Compression();

  @Test
  void refusesWhateverIsNoBatch() {
    Rounds.box(5_000, Duration.ofSeconds(8)).run(this::check);
  }

  @Test
  @Tag("full")
  void refusesWhateverIsNoBatchForLonger() {
    Rounds.box(20_000, Duration.ofSeconds(30)).run(this::check);
  }

  @Test
  @Tag("soak")
  void refusesWhateverIsNoBatchForHours() {
    Rounds.soak(Integer.MAX_VALUE).run(this::check);
  }

  private void check(long seed) {
    Random random = new Random(seed);
    Kind kind = new ArrayList<>(RandomEvents.KINDS).get(random.nextInt(RandomEvents.KINDS.size()));
    Codec codec = random.nextBoolean() ? Codec.NONE : Codec.values()[random.nextInt(5)];
    SealedBatch sealed = seal(kind, codec, random);
    byte[] header = random.nextBoolean() ? change(sealed.encoded(), random) : sealed.encoded();
    BatchHeader decoded;
    try {
      decoded = BatchHeaders.decode(header);
    } catch (IOException declared) {
      decoded = sealed.header();
    }
    byte[] payload = change(sealed.payload(), random);
    StoredBatch batch =
        new StoredBatch(decoded, ByteBuffer.wrap(header), List.of(), ByteBuffer.wrap(payload));
    try {
      batch.forEach((sequence, event) -> {});
    } catch (IllegalStateException declared) {
      assertThat(declared).hasMessageStartingWith("batch ");
    }
  }

  private SealedBatch seal(Kind kind, Codec codec, Random random) {
    Origin origin = new Origin("host", "source", Map.of("site", "north"));
    BatchBuilder builder =
        new BatchBuilder(
            "agent", "source/" + kind, kind, origin, InstantSource.system(), compression);
    new RandomEvents(random).events(kind, 1 + random.nextInt(5)).forEach(builder::add);
    return builder.seal(new Epoch(1, "0123456789abcdef"), random.nextInt(100), codec);
  }

  private static byte[] change(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    if (random.nextInt(20) == 0) {
      random.nextBytes(changed);
    }
    for (int i = random.nextInt(6); i > 0 && changed.length > 0; i--) {
      int at = random.nextInt(changed.length);
      // Half of them: bytes that CBOR reads as lengths of every size.
      changed[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0x18 + random.nextInt(0xE8));
    }
    return random.nextInt(5) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length + 10))
        : changed;
  }
}

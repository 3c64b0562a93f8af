package monitor.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchTest {
  private static final Epoch EPOCH = new Epoch(3, "0123456789abcdef");

  private final Compression compression = new Compression();

  @ParameterizedTest
  @EnumSource(Codec.class)
  void roundTripsEveryKindOfEventWithEveryCodec(Codec codec) throws Exception {
    long seed = System.nanoTime();
    RandomEvents random = new RandomEvents(new Random(seed));
    for (Kind kind : RandomEvents.KINDS) {
      List<Event> events = random.events(kind, 200);
      SealedBatch sealed = seal(kind, events, codec, 41);
      assertThat(read(sealed)).as("seed %d, %s", seed, kind).isEqualTo(events);
      assertThat(BatchHeaders.decode(sealed.encoded())).isEqualTo(sealed.header());
      assertThat(BatchHeaders.intact(sealed.encoded(), ByteBuffer.wrap(sealed.payload()))).isTrue();
    }
  }

  @Test
  void neverEncodesAnEventLargerThanItsSizeSays() {
    long seed = System.nanoTime();
    RandomEvents random = new RandomEvents(new Random(seed));
    for (Kind kind : RandomEvents.KINDS) {
      for (Event event : random.events(kind, 300)) {
        int encoded = seal(kind, List.of(event), Codec.NONE, 0).header().inflatedBytes();
        assertThat(encoded).as("seed %d, %s", seed, event).isLessThanOrEqualTo(EventSize.of(event));
      }
    }
  }

  @Test
  void noticesEveryFlippedBit() throws Exception {
    SealedBatch sealed =
        seal(Kind.LOG, new RandomEvents(new Random(7)).events(Kind.LOG, 3), Codec.ZSTD, 0);
    for (int bit = 0; bit < sealed.payload().length * 8; bit++) {
      byte[] damaged = sealed.payload().clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(BatchHeaders.intact(sealed.encoded(), ByteBuffer.wrap(damaged))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void neverInflatesBeyondWhatTheHeaderPromises(Codec codec) {
    byte[] bomb = compression.deflate(codec, new byte[1 << 20], 1 << 20);
    assertThatThrownBy(() -> Compression.inflate(codec, bomb, 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(codec.name());
  }

  @Test
  void readsAWholeBatchWhereverItsBytesLie() throws Exception {
    SealedBatch sealed =
        seal(Kind.LOG, new RandomEvents(new Random(7)).events(Kind.LOG, 50), Codec.ZSTD, 7);
    byte[] array = new byte[3 + sealed.encoded().length + sealed.payload().length + 2];
    ByteBuffer.wrap(array, 3, array.length - 3).put(sealed.encoded()).put(sealed.payload());
    ByteBuffer inside = ByteBuffer.wrap(array, 3, array.length - 5);
    ByteBuffer outside = ByteBuffer.allocateDirect(inside.remaining()).put(inside.slice()).flip();
    for (ByteBuffer bytes : List.of(inside, inside.slice(), inside.asReadOnlyBuffer(), outside)) {
      StoredBatch batch = WholeBatch.read(bytes);
      assertThat(batch.header()).isEqualTo(sealed.header());
      assertThat(batch.head()).isEqualTo(ByteBuffer.wrap(sealed.encoded()));
      assertThat(batch.payload()).isEqualTo(ByteBuffer.wrap(sealed.payload()));
    }
  }

  @Test
  void inflatesGzipOfVeryManyEmptyMembers() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] empty = compression.deflate(Codec.GZIP, new byte[0], 0);
    for (int member = 0; member < 100_000; member++) {
      bytes.writeBytes(empty);
    }
    bytes.writeBytes(compression.deflate(Codec.GZIP, new byte[] {1, 2, 3}, 3));
    byte[] many = bytes.toByteArray();
    assertThat(Compression.inflate(Codec.GZIP, many, 3)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> Compression.inflate(Codec.GZIP, many, 2))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void answersDamagedPayloadsWithOneKindOfError(Codec codec) {
    Random random = new Random(11);
    SealedBatch sealed =
        seal(Kind.SAMPLE, new RandomEvents(random).events(Kind.SAMPLE, 100), codec, 0);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = sealed.payload().clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      StoredBatch batch = batch(sealed, damaged);
      try {
        batch.forEach((sequence, event) -> {});
      } catch (IllegalStateException expected) {
        assertThat(expected).hasMessageStartingWith("batch agent/3-0123456789abcdef/");
      }
    }
  }

  @Test
  void carriesAGapWithoutEvents() throws Exception {
    SealedBatch gap = builder(Kind.LOG).gap(EPOCH, 10, 5, "buffer_full");
    assertThat(gap.header().gap()).isEqualTo("buffer_full");
    assertThat(gap.header().id().nextSequence()).isEqualTo(15);
    assertThat(BatchHeaders.decode(gap.encoded())).isEqualTo(gap.header());
    assertThat(read(gap)).isEmpty();
  }

  private static StoredBatch batch(SealedBatch sealed, byte[] payload) {
    return new StoredBatch(
        sealed.header(), ByteBuffer.wrap(sealed.encoded()), List.of(), ByteBuffer.wrap(payload));
  }

  private SealedBatch seal(Kind kind, List<Event> events, Codec codec, long first) {
    BatchBuilder builder = builder(kind);
    events.forEach(builder::add);
    return builder.seal(EPOCH, first, codec);
  }

  private BatchBuilder builder(Kind kind) {
    return new BatchBuilder(
        "agent",
        "source/" + kind,
        kind,
        new Origin("host", "source", Map.of("site", "north")),
        InstantSource.system(),
        compression);
  }

  private static List<Event> read(SealedBatch sealed) {
    List<Event> events = new ArrayList<>();
    long[] next = {sealed.header().id().firstSequence()};
    StoredBatch.of(sealed)
        .forEach((sequence, event) -> {
          assertThat(sequence).isEqualTo(next[0]++);
          events.add(event);
        });
    return events;
  }
}

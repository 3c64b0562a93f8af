package sink.postgres.write;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;

/**
 * Where streams have to begin whose first batches were given back to be sent again. What was handed
 * over behind such a batch may still be on its way, and a stream that the database does not know
 * begins with whatever comes first. Safe for many threads.
 */
final class GivenBack {
  /** Long after the outcome is known there is nothing on its way any more. */
  private static final long KNOWN_NANOS = TimeUnit.MINUTES.toNanos(2);

  private static final int MOST_STREAMS = 50_000;

  private final Map<Stream, Place> places = new HashMap<>();

  private record Stream(String agent, Epoch epoch, String name) {
    static Stream of(BatchId id) {
      return new Stream(id.agent(), id.epoch(), id.stream());
    }
  }

  private record Place(long sequence, long nanos) {
    private Place earlier(Place other) {
      return new Place(Math.min(sequence, other.sequence), Math.max(nanos, other.nanos));
    }
  }

  /** A batch is to be sent again. */
  synchronized void add(BatchId id) {
    long now = System.nanoTime();
    if (places.size() >= MOST_STREAMS) {
      places.values().removeIf(place -> now - place.nanos > KNOWN_NANOS);
    }
    places.merge(Stream.of(id), new Place(id.firstSequence(), now), Place::earlier);
  }

  /** Whether an earlier batch of the same stream was given back and is to come first. */
  synchronized boolean precedes(BatchId id) {
    Place place = places.get(Stream.of(id));
    return place != null
        && place.sequence < id.firstSequence()
        && System.nanoTime() - place.nanos <= KNOWN_NANOS;
  }

  /** A batch is stored: from now on the database knows. */
  synchronized void stored(BatchId id) {
    places.remove(Stream.of(id));
  }
}

package monitor.runtime.journal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: one group commit after the other. */
final class Writer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final CommitQueue queue;
  private final Map<Lane, LaneWriter> lanes;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long writingBytes;

  Writer(CommitQueue queue, Map<Lane, LaneWriter> lanes) {
    this.queue = queue;
    this.lanes = lanes;
  }

  void onDurable(Runnable listener) {
    listeners.add(listener);
  }

  /** Bytes of the group that is being written. */
  long writingBytes() {
    return writingBytes;
  }

  @Override
  public void run() {
    try {
      CommitQueue.Group group = queue.take();
      while (group != null) {
        write(group);
        group = queue.take();
      }
    } finally {
      lanes.values().forEach(lane -> stop(lane.log()));
    }
  }

  private void write(CommitQueue.Group group) {
    writingBytes = group.bytes;
    // What is released makes room for what is appended in the same group.
    group.releases.forEach((lane, upTo) -> release(lane(lane).log(), upTo));
    group.expiries.forEach((lane, millis) -> expire(lane(lane).log(), millis));
    group.appends.forEach((lane, appends) -> lane(lane).commit(appends));
    writingBytes = 0;
    if (!group.appends.isEmpty()) {
      listeners.forEach(Writer::call);
    }
  }

  private LaneWriter lane(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }

  private static void release(LaneLog log, Location upTo) {
    try {
      log.release(upTo);
    } catch (IOException e) {
      LOG.warn("Released segments could not be unlinked; it is tried again later.", e);
    }
  }

  private static void expire(LaneLog log, long millis) {
    try {
      log.expire(millis);
    } catch (IOException e) {
      LOG.warn("Segments that are too old could not be unlinked; it is tried again later.", e);
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("A listener to the journal failed.", e);
    }
  }

  private static void stop(LaneLog log) {
    try {
      log.stop();
    } catch (IOException e) {
      LOG.debug("A segment could not be closed.", e);
    }
  }
}

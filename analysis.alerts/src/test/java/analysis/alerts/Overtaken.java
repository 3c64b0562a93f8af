package analysis.alerts;

import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.EventVisitor;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Work;

/**
 * A batch that other work overtakes: it is done after the sink has begun with the batch, and before
 * the sink sees the first event.
 */
record Overtaken(Batch batch, Work work) implements Batch {
  @Override
  public BatchHeader header() {
    return batch.header();
  }

  @Override
  public List<Hop> hops() {
    return batch.hops();
  }

  @Override
  public ByteBuffer head() {
    return batch.head();
  }

  @Override
  public ByteBuffer payload() {
    return batch.payload();
  }

  @Override
  public void forEach(EventVisitor visitor) {
    try {
      work.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    batch.forEach(visitor);
  }
}

package stuck.plugin;

import java.util.concurrent.CountDownLatch;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkProperties;
import org.osgi.service.component.annotations.Component;

/** Best effort, and never comes back from the first batch. */
@Component
@SinkProperties
public final class StuckSink implements Sink {
  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public Delivery deliver(Batch batch) throws InterruptedException {
    never.await();
    return Outcome.ACCEPTED;
  }
}

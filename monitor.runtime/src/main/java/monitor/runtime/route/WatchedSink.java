package monitor.runtime.route;

import java.util.concurrent.Callable;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.runtime.containment.CallWatch;
import monitor.runtime.containment.HangException;

/**
 * A sink of which it is known which call is under way. One that had to be interrupted fails,
 * whatever the sink made of that.
 */
final class WatchedSink implements Sink {
  private final Sink sink;
  private final CallWatch calls;

  WatchedSink(Sink sink, CallWatch calls) {
    this.sink = sink;
    this.calls = calls;
  }

  @Override
  public void open(SinkContext context) throws Exception {
    watch(
        "open",
        () -> {
          sink.open(context);
          return "opened";
        });
  }

  @Override
  public Delivery deliver(Batch batch) throws Exception {
    return watch("deliver", () -> sink.deliver(batch));
  }

  @Override
  public void flush() throws Exception {
    watch(
        "flush",
        () -> {
          sink.flush();
          return "flushed";
        });
  }

  @Override
  public void close() throws Exception {
    watch(
        "close",
        () -> {
          sink.close();
          return "closed";
        });
  }

  private <T> T watch(String name, Callable<T> call) throws Exception {
    calls.enters(name);
    T result;
    try {
      result = call.call();
    } catch (Throwable e) {
      leave(name);
      throw e;
    }
    leave(name);
    return result;
  }

  private void leave(String name) throws HangException {
    if (calls.leaves()) {
      throw new HangException(name);
    }
  }
}

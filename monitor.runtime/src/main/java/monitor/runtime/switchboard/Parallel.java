package monitor.runtime.switchboard;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does something to many components at once, so that their deadlines do not add up. */
final class Parallel {
  private Parallel() {}

  static <T> void each(Collection<T> items, Consumer<T> action) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      items.forEach(item -> executor.execute(() -> action.accept(item)));
    }
  }
}

package receiver.websocket;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test has opened: closed after it, the last first, and then the store ends. */
final class Opened implements AfterEachCallback {
  private final Store store;
  private final List<AutoCloseable> all = new ArrayList<>();

  Opened(Store store) {
    this.store = store;
  }

  /** Closes it after the test. */
  <T extends AutoCloseable> T add(T closeable) {
    all.add(closeable);
    return closeable;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable each : all.reversed()) {
      each.close();
    }
    store.end();
  }
}

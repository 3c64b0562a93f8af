package sink.websocket;

import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Promises of the client, waited for. */
final class Promises {
  private Promises() {}

  /**
   * What was promised.
   *
   * @throws IOException if it failed, or is not kept within that time
   */
  static <T> T await(CompletableFuture<T> promise, long nanos)
      throws IOException, InterruptedException {
    try {
      return promise.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("it does not answer", e);
    } catch (ExecutionException e) {
      throw new IOException(words(e.getCause()), e.getCause());
    }
  }

  /** What is wrong, for a person. */
  static String words(@Nullable Throwable failure) {
    if (failure instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
      return "it answers with status " + refused.getResponse().statusCode();
    }
    String message = failure == null ? null : failure.getMessage();
    return message == null ? String.valueOf(failure) : message;
  }
}

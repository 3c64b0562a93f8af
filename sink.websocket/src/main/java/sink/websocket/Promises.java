package sink.websocket;

import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Promises of the client, waited for. */
final class Promises {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

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

  /**
   * What was promised, as long as somebody wants it.
   *
   * @param givenUp looked at now and then
   * @throws IOException if it failed, is not kept within that time, or was given up
   */
  static <T> T await(CompletableFuture<T> promise, long nanos, BooleanSupplier givenUp)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos;
        left > 0 && !isKept(promise, Math.min(left, LOOK_NANOS));
        left = end - System.nanoTime()) {
      if (givenUp.getAsBoolean()) {
        throw new IOException("it was given up");
      }
    }
    return await(promise, 0);
  }

  private static boolean isKept(CompletableFuture<?> promise, long nanos)
      throws InterruptedException {
    try {
      promise.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // To be told by who asks for it.
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

package monitor.rest;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Reads what a request sends. */
final class Sent implements Flow.Subscriber<ByteBuffer> {
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<String> whole = new CompletableFuture<>();

  /** All of it, as UTF-8. */
  static String text(BodyPublisher publisher) {
    Sent sent = new Sent();
    publisher.subscribe(sent);
    return sent.whole.join();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    text.append(StandardCharsets.UTF_8.decode(part));
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(text.toString());
  }
}

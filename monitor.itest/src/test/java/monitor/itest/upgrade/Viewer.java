package monitor.itest.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import monitor.itest.Api;
import monitor.itest.Await;

/** Somebody who looks at the same page again and again. */
final class Viewer implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Api api;
  private final String path;
  private final List<HttpResponse<String>> answers =
      Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::look, "viewer");
  private volatile boolean closed;
  private volatile String failure = "";

  Viewer(Api api, String path) {
    this.api = api;
    this.path = path;
    thread.start();
  }

  private void look() {
    try {
      while (!closed) {
        answers.add(api.ask(path));
      }
    } catch (IOException | InterruptedException e) {
      failure = e.toString();
    }
  }

  /** Waits for so many more answers that are not refusals. */
  void awaitAnswers(int more) throws Exception {
    int seen = answers.size();
    Await.until("answers", WITHIN, () -> shown(seen), shown -> shown >= more);
  }

  private long shown(int from) {
    assertThat(failure).isEmpty();
    List<HttpResponse<String>> all = List.copyOf(answers);
    return all.subList(from, all.size()).stream().filter(a -> a.statusCode() == 200).count();
  }

  TreeSet<Integer> statuses() {
    TreeSet<Integer> statuses = new TreeSet<>();
    List.copyOf(answers).forEach(answer -> statuses.add(answer.statusCode()));
    return statuses;
  }

  int last() {
    return List.copyOf(answers).getLast().statusCode();
  }

  List<String> refusals() {
    return List.copyOf(answers).stream()
        .filter(answer -> answer.statusCode() != 200)
        .map(HttpResponse::body)
        .toList();
  }

  @Override
  public String toString() {
    return "%d, of them %d refusals%s"
        .formatted(
            answers.size(),
            refusals().size(),
            refusals().isEmpty() ? "" : " such as " + refusals().getFirst());
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}

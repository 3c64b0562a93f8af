package monitor.api.source;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Produces events. Register it as a service with {@link SourceProperties}; the runtime negotiates
 * its capabilities and runs it.
 *
 * <pre>{@code
 * @Component
 * @SourceProperties(offers = Capability.CUSTOM, kinds = "hello.greeting")
 * public final class HelloSource implements EventSource {
 *   @Override
 *   public void run(SourceContext context) {
 *     while (context.awaitNext(Duration.ofSeconds(1))) {
 *       context.emit(Event.custom("hello.greeting", Attributes.of("text", "hello")));
 *     }
 *   }
 * }
 * }</pre>
 */
@ConsumerType
public interface EventSource {
  /**
   * Does all the work of the source, on a thread of its own that bears its name. Returning means
   * finished; an exception means failed, and it is run again with back-off. It may be run again on
   * the same object, but never twice at once.
   *
   * <p>It ends soon after {@link SourceContext#stopping()} becomes true: {@code awaitNext} and
   * {@code awaitStop} return then by themselves, resources given to {@code closeOnStop} are closed.
   * Late in the deadline the thread is interrupted; after it every call on the context throws
   * {@link IllegalStateException}.
   */
  void run(SourceContext context) throws Exception;
}

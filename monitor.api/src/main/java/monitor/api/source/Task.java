package monitor.api.source;

/** Work on a thread of its own, see {@link SourceContext#fork}. */
@FunctionalInterface
public interface Task {
  /** Does the work; returning ends it, an exception fails the component. */
  void run() throws Exception;
}

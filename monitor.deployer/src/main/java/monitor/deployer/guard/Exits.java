package monitor.deployer.guard;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import monitor.api.operation.Containment;
import monitor.api.operation.Incident;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Stands for {@link System#exit}, {@link Runtime#exit} and {@link Runtime#halt} in the classes of
 * plugins: reports the attempt and throws. Called by code that was woven; safe for many threads.
 */
public final class Exits {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final int MOST_FRAMES = 20;

  private Exits() {}

  /**
   * In the place of {@link System#exit}.
   *
   * @throws SecurityException always
   */
  public static void exit(int code) {
    throw refused("System.exit(%d)".formatted(code));
  }

  /**
   * In the place of {@link Runtime#exit}.
   *
   * @throws SecurityException always
   */
  public static void exit(Runtime runtime, int code) {
    Objects.requireNonNull(runtime);
    throw refused("Runtime.exit(%d)".formatted(code));
  }

  /**
   * In the place of {@link Runtime#halt}.
   *
   * @throws SecurityException always
   */
  public static void halt(Runtime runtime, int code) {
    Objects.requireNonNull(runtime);
    throw refused("Runtime.halt(%d)".formatted(code));
  }

  private static SecurityException refused(String call) {
    List<StackWalker.StackFrame> frames =
        STACK.walk(all ->
            all.filter(frame -> frame.getDeclaringClass() != Exits.class)
                .limit(MOST_FRAMES)
                .toList());
    plugin(frames).ifPresent(plugin -> report(plugin, call, frames));
    return new SecurityException(
        call + " was refused: a plugin cannot end the platform; it can return, or throw");
  }

  private static Optional<Bundle> plugin(List<StackWalker.StackFrame> frames) {
    return frames.stream()
        .map(frame -> FrameworkUtil.getBundle(frame.getDeclaringClass()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static void report(Bundle plugin, String call, List<StackWalker.StackFrame> frames) {
    BundleContext context = plugin.getBundleContext();
    ServiceReference<Containment> reference =
        context == null ? null : context.getServiceReference(Containment.class);
    Containment containment = reference == null ? null : context.getService(reference);
    if (containment != null) {
      containment.report(
          Incident.now(
              Instant.now(),
              plugin.getSymbolicName(),
              Incident.Kind.EXIT,
              "it called %s to end the process, which was refused".formatted(call),
              frames.stream().map(frame -> frame.toStackTraceElement().toString()).toList()));
      context.ungetService(reference);
    }
  }
}

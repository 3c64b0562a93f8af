package monitor.cli.launch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log service of OSGi, written to the one log of the platform. What the framework's services
 * call information is detail to an operator, and their detail is nothing: each level but the two
 * upper ones becomes one less. Safe for use by any thread.
 */
@SuppressWarnings("deprecation") // The log service still has its methods of before 1.4.
final class OsgiLog implements LogService {

  @Override
  public Logger getLogger(String name) {
    return getLogger(name, Logger.class);
  }

  @Override
  public Logger getLogger(Class<?> type) {
    return getLogger(type.getName(), Logger.class);
  }

  @Override
  public <L extends Logger> L getLogger(Class<?> type, Class<L> kind) {
    return getLogger(type.getName(), kind);
  }

  @Override
  public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> kind) {
    return getLogger(name, kind);
  }

  /** One small proxy stands for the 36 methods of a logger, which differ in their level only. */
  @Override
  public <L extends Logger> L getLogger(String name, Class<L> kind) {
    Class<?> shape = kind == Logger.class ? Logger.class : FormatterLogger.class;
    InvocationHandler calls =
        new Calls(name.equals("ROOT") ? "osgi" : name, shape == FormatterLogger.class);
    return kind.cast(
        Proxy.newProxyInstance(OsgiLog.class.getClassLoader(), new Class<?>[] {shape}, calls));
  }

  @Override
  public void log(int level, String message) {
    log(level, message, null);
  }

  @Override
  public void log(int level, String message, @Nullable Throwable failure) {
    Level to =
        switch (level) {
          case LOG_ERROR -> Level.ERROR;
          case LOG_WARNING -> Level.WARN;
          case LOG_INFO -> Level.DEBUG;
          default -> Level.TRACE;
        };
    LoggerFactory.getLogger("osgi").atLevel(to).setCause(failure).log(message);
  }

  @Override
  public void log(@Nullable ServiceReference<?> reference, int level, String message) {
    log(level, message, null);
  }

  @Override
  public void log(
      @Nullable ServiceReference<?> reference,
      int level,
      String message,
      @Nullable Throwable failure) {
    log(level, message, failure);
  }

  /** What is called on one logger. */
  private record Calls(String name, boolean printf) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) {
      Object[] arguments = given == null ? new Object[0] : given;
      String call = method.getName();
      return switch (call) {
        case "getName", "toString" -> name;
        case "hashCode" -> System.identityHashCode(proxy);
        case "equals" -> proxy == arguments[0];
        default ->
            call.startsWith("is")
                ? LoggerFactory.getLogger(name).isEnabledForLevel(level(call.substring(2)))
                : write(level(call), arguments);
      };
    }

    private @Nullable Object write(Level level, Object[] arguments) {
      if (arguments[0] instanceof String format) {
        Object[] values = values(arguments);
        String message = printf ? String.format(Locale.ROOT, format, values) : format;
        LoggerFactory.getLogger(name).atLevel(level).log(message, values);
      }
      return null;
    }

    private static Object[] values(Object[] arguments) {
      return arguments.length == 2 && arguments[1] instanceof Object[] rest
          ? rest
          : Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private static Level level(String call) {
      String word = call.toUpperCase(Locale.ROOT);
      return switch (word.charAt(0)) {
        case 'A' -> Level.INFO; // audit
        case 'E' -> Level.ERROR;
        case 'W' -> Level.WARN;
        case 'I' -> Level.DEBUG;
        default -> Level.TRACE;
      };
    }
  }
}

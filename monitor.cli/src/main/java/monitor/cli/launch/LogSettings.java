package monitor.cli.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log of the platform: everything that logs by SLF4J, by java.util.logging or by the log
 * service of OSGi ends on standard error and in {@code logs/monitor.log} of the data folder, five
 * files of 10 MiB at most.
 *
 * @param folder of the log files
 * @param json one JSON object for each message instead of text: {@code timestamp} in milliseconds
 *     since 1970 and {@code nanoseconds}, {@code level}, {@code threadName}, {@code loggerName},
 *     {@code formattedMessage}, and {@code kvpList}, {@code mdc}, {@code throwable} where there is
 *     one
 * @param level of everything that has no level of its own, which goes before the configuration;
 *     null leaves it to the configuration
 */
public record LogSettings(Path folder, boolean json, org.slf4j.event.@Nullable Level level) {
  private static final String ROOT = org.slf4j.Logger.ROOT_LOGGER_NAME;
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level [%thread] %logger{40}: %msg%n%ex";

  /** Libraries that report what only their authors need. */
  private static final List<String> CHATTY =
      List.of("org.eclipse.jetty", "org.apache.felix.http", "com.zaxxer.hikari");

  /** Replaces the settings in force; called before the first message is written. */
  public void apply() {
    LoggerContext context = context();
    context.reset();
    var root = context.getLogger(ROOT);
    levels(Map.of());
    root.addAppender(started(new ConsoleAppender<>(), "console", context, this::standardError));
    root.addAppender(started(new RollingFileAppender<>(), "file", context, this::rolling));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /**
   * Sets the levels of the configuration, in the place of those that were set before. A logger that
   * is named by none of both goes by the one above it.
   *
   * @param configured names of loggers and their levels; the empty name stands for all others
   */
  void levels(Map<String, String> configured) {
    LoggerContext context = context();
    Map<String, Level> wanted = new HashMap<>();
    CHATTY.forEach(name -> wanted.put(name, Level.WARN));
    configured.forEach(
        (name, text) -> wanted.put(name.isEmpty() ? ROOT : name, Level.toLevel(text)));
    if (level != null) {
      wanted.put(ROOT, Level.convertAnSLF4JLevel(level));
    }
    wanted.putIfAbsent(ROOT, Level.INFO);
    wanted.keySet().forEach(context::getLogger);
    context.getLoggerList().forEach(logger -> logger.setLevel(wanted.get(logger.getName())));
  }

  private static LoggerContext context() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      throw new IllegalStateException("Logback is not on the class path");
    }
    return context;
  }

  private <A extends OutputStreamAppender<ILoggingEvent>> Appender<ILoggingEvent> started(
      A appender, String name, LoggerContext context, Consumer<A> shape) {
    appender.setContext(context);
    appender.setName(name);
    appender.setEncoder(encoder(context));
    shape.accept(appender);
    appender.start();
    return appender;
  }

  private void standardError(ConsoleAppender<ILoggingEvent> appender) {
    appender.setTarget("System.err");
  }

  private void rolling(RollingFileAppender<ILoggingEvent> appender) {
    appender.setFile(folder.resolve("monitor.log").toString());
    var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    trigger.setContext(appender.getContext());
    trigger.setMaxFileSize(FileSize.valueOf("10MB"));
    trigger.start();
    appender.setTriggeringPolicy(trigger);
    var policy = new FixedWindowRollingPolicy();
    policy.setContext(appender.getContext());
    policy.setParent(appender);
    policy.setFileNamePattern(folder.resolve("monitor.%i.log").toString());
    policy.setMaxIndex(4);
    policy.start();
    appender.setRollingPolicy(policy);
  }

  private Encoder<ILoggingEvent> encoder(LoggerContext context) {
    if (json) {
      var encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithFormattedMessage(true);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.setWithContext(false);
      encoder.setWithSequenceNumber(false);
      encoder.start();
      return encoder;
    }
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }
}

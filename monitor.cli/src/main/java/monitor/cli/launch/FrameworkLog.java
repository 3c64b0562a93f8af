package monitor.cli.launch;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Sends what the framework says to the log of the platform. */
final class FrameworkLog extends Logger {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("osgi.framework");

  @Override
  @SuppressWarnings("rawtypes") // The framework declares it raw.
  protected void doLog(
      @Nullable Bundle bundle,
      @Nullable ServiceReference reference,
      int level,
      String message,
      @Nullable Throwable failure) {
    String subject = bundle == null ? message : bundle.getSymbolicName() + ": " + message;
    switch (level) {
      case LOG_ERROR -> LOG.error(subject, failure);
      case LOG_WARNING -> LOG.warn(subject, failure);
      case LOG_INFO -> LOG.info(subject, failure);
      default -> LOG.debug(subject, failure);
    }
  }
}

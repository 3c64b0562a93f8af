package monitor.runtime.osgi;

import monitor.api.probe.ProbeProperties;
import monitor.api.task.TaskProperties;
import monitor.runtime.Monitor;
import monitor.runtime.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives tasks to every service that declares to do some, of whatever type it is. */
final class PerformerTracker extends ServiceTracker<Object, Tasks.Handle> {
  private static final Logger LOG = LoggerFactory.getLogger(PerformerTracker.class);
  private static final String FILTER =
      "(|(%stasks=*)(%sprobe=*))".formatted(TaskProperties.PREFIX_, ProbeProperties.PREFIX_);

  private final Monitor monitor;

  PerformerTracker(BundleContext context, Monitor monitor) {
    super(context, filter(), null);
    this.monitor = monitor;
  }

  private static org.osgi.framework.Filter filter() {
    try {
      return FrameworkUtil.createFilter(FILTER);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Tasks.@Nullable Handle addingService(ServiceReference<Object> reference) {
    Object service = context.getService(reference);
    if (service == null) {
      return null;
    }
    try {
      return monitor.register(ServiceSpecs.performer(reference), service);
    } catch (RuntimeException e) {
      LOG.error(
          "A service of {} is given no tasks: {}", ServiceSpecs.bundle(reference), e.getMessage());
      context.ungetService(reference);
      return null;
    }
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Tasks.Handle handle) {
    handle.close();
    context.ungetService(reference);
  }
}

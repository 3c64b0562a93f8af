package monitor.config.live;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Hands the levels of the table {@code [log]} to the launcher, who owns the log: a map of names of
 * loggers to levels, in which the empty name stands for all others. Where a logger is named twice
 * the finer level wins.
 */
@Component(service = LogLevels.class, configurationPid = "log", immediate = true)
@Designate(ocd = LogConfiguration.class)
public final class LogLevels {
  private final Consumer<Map<String, String>> log;

  /** Called by Declarative Services. */
  @Activate
  public LogLevels(
      @Reference(target = "(monitor.log.levels=true)") Consumer<Map<String, String>> log,
      LogConfiguration configuration) {
    this.log = log;
    apply(configuration);
  }

  /** Applies a change without a restart. */
  @Modified
  void apply(LogConfiguration configuration) {
    log.accept(levels(configuration));
  }

  static Map<String, String> levels(LogConfiguration configuration) {
    Map<String, String> levels = new TreeMap<>();
    put(levels, "error", configuration.error());
    put(levels, "warn", configuration.warn());
    put(levels, "info", configuration.info());
    put(levels, "debug", configuration.debug());
    put(levels, "trace", configuration.trace());
    levels.put("", configuration.level());
    return levels;
  }

  private static void put(Map<String, String> levels, String level, String[] names) {
    List.of(names).forEach(name -> levels.put(name, level));
  }
}

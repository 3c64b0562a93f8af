package monitor.runtime.osgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import monitor.api.capability.Capabilities;
import monitor.api.event.Kind;
import monitor.api.probe.ProbeProperties;
import monitor.api.sink.SinkProperties;
import monitor.api.source.SourceProperties;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;
import monitor.api.task.TaskProperties;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.runtime.task.PerformerSpec;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Reads from a service's properties what its component declares. */
final class ServiceSpecs {
  private static final String COMPONENT_NAME = "component.name";
  private static final int DEFAULT_WINDOW = 4 << 20;

  private ServiceSpecs() {}

  /**
   * What a source declares.
   *
   * @throws IllegalArgumentException if a property is missing or wrong; the message names it
   */
  static SourceSpec source(ServiceReference<?> service) {
    String prefix = SourceProperties.PREFIX_;
    return new SourceSpec(
        name(service),
        bundle(service),
        capabilities(service, prefix + "offers"),
        capabilities(service, prefix + "requires"),
        capabilities(service, prefix + "uses"),
        texts(service, prefix + "kinds").stream().map(Kind::new).toList(),
        constant(Overflow.class, service, prefix + "overflow", Overflow.DROP_OLDEST),
        constant(Route.class, service, prefix + "route", Route.JOURNAL));
  }

  /**
   * What a sink declares.
   *
   * @throws IllegalArgumentException if a property is wrong; the message names it
   */
  static SinkSpec sink(ServiceReference<?> service) {
    String prefix = SinkProperties.PREFIX_;
    List<String> kinds = texts(service, prefix + "kinds");
    return new SinkSpec(
        name(service),
        bundle(service),
        capabilities(service, prefix + "accepts"),
        capabilities(service, prefix + "requires"),
        kinds.isEmpty() ? List.of("*") : kinds,
        flag(service, prefix + "essential"),
        flag(service, prefix + "idempotent"),
        service.getProperty(prefix + "windowBytes") instanceof Number n
            ? n.intValue()
            : DEFAULT_WINDOW);
  }

  /**
   * What somebody declares that does tasks; the name of a probe is the kind of its tasks.
   *
   * @throws IllegalArgumentException if a property is wrong; the message names it
   */
  static PerformerSpec performer(ServiceReference<?> service) {
    String prefix = TaskProperties.PREFIX_;
    List<String> tasks = new ArrayList<>(texts(service, prefix + "tasks"));
    tasks.addAll(texts(service, ProbeProperties.PREFIX_ + "probe"));
    return new PerformerSpec(
        name(service),
        bundle(service),
        tasks,
        capabilities(service, prefix + "requires"),
        capabilities(service, prefix + "uses"));
  }

  /** The configuration that made it, so that the name survives an upgrade; else the component. */
  static String name(ServiceReference<?> service) {
    for (String key : List.of("monitor.name", Constants.SERVICE_PID, COMPONENT_NAME)) {
      List<String> values = texts(service, key);
      if (!values.isEmpty()) {
        return values.getFirst();
      }
    }
    throw new IllegalArgumentException(
        "a service of bundle %s has no name: register it as a component, or with the property monitor.name"
            .formatted(bundle(service)));
  }

  static String bundle(ServiceReference<?> service) {
    return service.getBundle() == null ? "" : service.getBundle().getSymbolicName();
  }

  static Capabilities capabilities(ServiceReference<?> service, String key) {
    try {
      return Capabilities.ofNames(texts(service, key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s of %s: %s".formatted(key, bundle(service), e.getMessage()), e);
    }
  }

  private static List<String> texts(ServiceReference<?> service, String key) {
    return texts(service.getProperty(key));
  }

  /** A property, or an attribute of a manifest, that is one text or several. */
  static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case String[] texts -> List.of(texts);
      case Iterable<?> texts -> strings(texts);
      case null, default -> List.of();
    };
  }

  private static List<String> strings(Iterable<?> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(String.valueOf(value)));
    return texts;
  }

  private static boolean flag(ServiceReference<?> service, String key) {
    return Boolean.TRUE.equals(service.getProperty(key));
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, ServiceReference<?> service, String key, E otherwise) {
    @Nullable Object value = service.getProperty(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return Enum.valueOf(type, value.toString().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s of %s is '%s' and must be one of %s"
              .formatted(key, bundle(service), value, List.of(type.getEnumConstants())),
          e);
    }
  }
}

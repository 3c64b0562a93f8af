package monitor.api.source;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import monitor.api.capability.Capability;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares an {@link EventSource} service. One annotation writes the service properties (prefix
 * {@code monitor.}) and the capability {@code monitor.source} of the bundle's manifest.
 */
@ProviderType
@ComponentPropertyType
@org.osgi.annotation.bundle.Capability(namespace = SourceProperties.NAMESPACE)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface SourceProperties {
  /** Namespace of the capability in the manifest. */
  String NAMESPACE = "monitor.source";

  /** Prefix of the service properties. */
  String PREFIX_ = "monitor.";

  /** What it provides; decides its routes. */
  @Attribute("offers")
  Capability[] offers();

  /** What it cannot run without. */
  @Attribute("requires")
  Capability[] requires() default {};

  /** What makes it better where it is granted; without it, it runs degraded. */
  @Attribute("uses")
  Capability[] uses() default {};

  /** Names of the kinds that it emits. */
  @Attribute("kinds")
  String[] kinds();

  /** What happens when its buffer or its share of the journal is full. */
  Overflow overflow() default Overflow.DROP_OLDEST;

  /** Through the journal, or directly to the sinks. */
  Route route() default Route.JOURNAL;

  /** Version of the position format that it writes. */
  int positionFormat() default 1;

  /** Oldest position format that it reads. */
  int oldestPositionFormat() default 1;

  /**
   * Newest position format that it reads; 0 means the one that it writes. A version that reads the
   * next format and still writes its own is what a version that writes the next one can be rolled
   * back to.
   */
  int newestPositionFormat() default 0;

  /** What happens when there is no room. */
  enum Overflow {
    /** {@code emit} waits: for what can be read again, such as files. */
    BLOCK,
    /** The newest event is dropped and counted. */
    DROP_NEWEST,
    /** The oldest events in the journal give way and are counted; in the buffer, the newest. */
    DROP_OLDEST
  }

  /** How events reach the sinks. */
  enum Route {
    /** Written to the journal first. */
    JOURNAL,
    /** Handed to the essential sinks directly: for a source whose peer keeps the data. */
    DIRECT
  }
}

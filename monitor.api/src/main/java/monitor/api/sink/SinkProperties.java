package monitor.api.sink;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import monitor.api.capability.Capability;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares a {@link Sink} service. One annotation writes the service properties (prefix {@code
 * monitor.}) and the capability {@code monitor.sink} of the bundle's manifest.
 */
@ProviderType
@ComponentPropertyType
@org.osgi.annotation.bundle.Capability(namespace = SinkProperties.NAMESPACE)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface SinkProperties {
  /** Namespace of the capability in the manifest. */
  String NAMESPACE = "monitor.sink";

  /** Prefix of the service properties. */
  String PREFIX_ = "monitor.";

  /** Sources that offer any of these are routed here; empty accepts every source. */
  @Attribute("accepts")
  Capability[] accepts() default {};

  /** What it cannot run without. */
  @Attribute("requires")
  Capability[] requires() default {};

  /**
   * Names of the kinds that it understands; {@code "*"} for every kind, also those of later
   * versions: it then never switches over payloads without a default branch.
   */
  @Attribute("kinds")
  String[] kinds() default "*";

  /** Whether the journal keeps events until this sink has accepted them. */
  boolean essential() default false;

  /** Whether a batch that is delivered twice counts once; needed for direct routes. */
  boolean idempotent() default false;

  /** Most bytes of batches in flight whose outcome is not known yet. */
  int windowBytes() default 4 << 20;
}

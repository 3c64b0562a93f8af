package monitor.api.probe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import monitor.api.capability.Capability;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a {@link Probe} service. */
@ProviderType
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ProbeProperties {
  /** Prefix of the service properties. */
  String PREFIX_ = "monitor.";

  /** Name that targets use, such as {@code ping}. */
  String probe();

  /** What it cannot work without. */
  Capability[] requires() default {};

  /** What makes it better where it is granted. */
  Capability[] uses() default {};
}

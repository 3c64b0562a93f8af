package monitor.api.task;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import monitor.api.capability.Capability;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a service that does tasks which {@link TaskRouter} hands out. */
@ProviderType
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TaskProperties {
  /** Prefix of the service properties. */
  String PREFIX_ = "monitor.";

  /** Kinds of tasks that it does. */
  String[] tasks();

  /** What it cannot work without. */
  Capability[] requires() default {};

  /** What makes it better where it is granted. */
  Capability[] uses() default {};
}

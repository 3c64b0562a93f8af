package acme.greeter;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** What can be set. */
@ComponentPropertyType
public @interface GreetingConfiguration {
  /** Between greetings. */
  String interval() default "100ms";

  /** A size that is read. */
  String size() default "4KiB";
}

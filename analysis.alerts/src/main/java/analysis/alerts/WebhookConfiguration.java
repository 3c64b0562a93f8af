package analysis.alerts;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of a table {@code [[analysis.alerts.webhook]]}. */
@ObjectClassDefinition(
    factoryPid = Tables.WEBHOOK,
    name = "Webhook",
    description = "An address that alerts are posted to, when they begin and when they are over")
@interface WebhookConfiguration {
  @AttributeDefinition(
      name = "Address",
      description = "http:// or https:// address that takes the notifications",
      min = "1",
      max = "2000")
  String url();

  @AttributeDefinition(
      name = "Authorization",
      description = "Value of the header Authorization, such as Bearer and a token; empty for none",
      type = AttributeType.PASSWORD,
      required = false)
  String _authorization() default "";

  @AttributeDefinition(
      name = "Timeout",
      description = "How long an answer may take",
      min = "100ms",
      max = "1m")
  String timeout() default "5s";

  @AttributeDefinition(
      name = "First pause",
      description = "Shortest pause before a notification that was not taken is sent again",
      min = "100ms",
      max = "10m")
  String retry_first() default "1s";

  @AttributeDefinition(
      name = "Longest pause",
      description = "Pauses double with each failure, and differ by chance, up to this",
      min = "100ms",
      max = "1h")
  String retry_most() default "60s";

  @AttributeDefinition(
      name = "Origin",
      description = "Where each key stands; the platform sets it, so that an error can name it",
      required = false)
  String[] monitor_origin() default {};
}

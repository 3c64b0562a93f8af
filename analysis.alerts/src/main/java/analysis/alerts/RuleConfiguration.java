package analysis.alerts;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Keys of a table {@code [[analysis.alerts.rule]]}. */
@ObjectClassDefinition(
    factoryPid = Tables.RULE,
    name = "Alert rule",
    description = "A threshold on the samples of a metric, for each series of each host by itself")
@interface RuleConfiguration {
  @AttributeDefinition(
      name = "Metric",
      description = "Exact name of the metric, such as system.cpu.utilization",
      min = "1",
      max = "255")
  String metric();

  @AttributeDefinition(
      name = "Hosts",
      description = "Hosts whose series are looked at, * stands for any text; empty: all",
      required = false)
  String[] hosts() default {};

  @AttributeDefinition(
      name = "Attributes",
      description =
          "Attributes that a series must have, each as name=value; name= stands for series that"
              + " do not have it",
      required = false)
  String[] attributes() default {};

  @AttributeDefinition(
      name = "Comparison",
      description = "How a value compares with the threshold when there is an alert",
      options = {
        @Option(label = "above", value = ">"),
        @Option(label = "at least", value = ">="),
        @Option(label = "below", value = "<"),
        @Option(label = "at most", value = "<=")
      })
  String comparison() default ">";

  @AttributeDefinition(
      name = "Threshold",
      description = "What a value is compared with, in the unit of the metric")
  double threshold();

  @AttributeDefinition(
      name = "Hysteresis",
      description =
          "How far a value must have come back beyond the threshold before an alert is over, in"
              + " the unit of the metric",
      min = "0")
  double hysteresis() default 0;

  @AttributeDefinition(
      name = "Hold time",
      description =
          "How long every sample must be beyond the threshold before there is an alert; 0s: one"
              + " sample is enough",
      min = "0s",
      max = "30d")
  String hold() default "0s";

  @AttributeDefinition(
      name = "Cool-down",
      description = "How long after its end an alert does not ring again; 0s: no time",
      min = "0s",
      max = "30d")
  String cool$_$down() default "5m";

  @AttributeDefinition(
      name = "No data",
      description = "An alert is over when its series was silent for so long; 0s: never",
      min = "0s",
      max = "30d")
  String no$_$data() default "10m";

  @AttributeDefinition(
      name = "Severity",
      description = "How bad it is",
      options = {
        @Option(label = "info", value = "info"),
        @Option(label = "warning", value = "warning"),
        @Option(label = "critical", value = "critical")
      })
  String severity() default "warning";

  @AttributeDefinition(
      name = "Webhooks",
      description = "Names of the webhooks that are told; empty: all",
      required = false)
  String[] webhooks() default {};

  @AttributeDefinition(
      name = "Origin",
      description = "Where each key stands; the platform sets it, so that an error can name it",
      required = false)
  String[] monitor_origin() default {};
}

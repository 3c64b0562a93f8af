package sink.console;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The table {@code [sink.console]}. */
@ObjectClassDefinition(
    name = "Console",
    description = "Prints every event on standard output, one line each.")
@interface ConsoleConfiguration {
  @AttributeDefinition(
      name = "Format",
      description = "How a line looks: a JSON object, or text to read.",
      options = {
        @Option(label = "JSON lines", value = "json"),
        @Option(label = "Text", value = "text")
      })
  String format() default "json";

  @AttributeDefinition(
      name = "Kinds",
      description = "Kinds of events that are printed, such as log or sample; * prints all.")
  String[] kinds() default "*";
}

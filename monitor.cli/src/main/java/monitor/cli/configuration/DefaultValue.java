package monitor.cli.configuration;

import java.math.BigDecimal;
import java.util.List;
import monitor.api.operation.ConfigurationTable;
import org.jspecify.annotations.Nullable;

/** The default of a key, of the type that the key has. */
public final class DefaultValue {
  private DefaultValue() {}

  /** The default of a key; null if it has none. */
  public static @Nullable Object of(ConfigurationTable.Key key) {
    List<String> texts = key.type().defaults();
    if (key.type().list()) {
      return texts.stream().map(text -> typed(key, text)).toList();
    }
    return texts.isEmpty() ? null : typed(key, texts.getFirst());
  }

  private static Object typed(ConfigurationTable.Key key, String text) {
    return switch (key.type().json()) {
      case "integer", "number" -> text.isBlank() ? text : new BigDecimal(text);
      case "boolean" -> Boolean.valueOf(text);
      default -> text;
    };
  }
}

package sink.postgres;

import java.lang.annotation.Annotation;
import java.util.Map;

/** A configuration with the defaults of the annotation, and what a test sets by key. */
record TestConfiguration(Map<String, Object> values) implements PostgresConfiguration {
  static TestConfiguration defaults() {
    return new TestConfiguration(Map.of());
  }

  private <T> T value(String method, Class<T> type) {
    try {
      Object byDefault = PostgresConfiguration.class.getDeclaredMethod(method).getDefaultValue();
      return type.cast(values.getOrDefault(method, byDefault));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String url() {
    return value("url", String.class);
  }

  @Override
  public String user() {
    return value("user", String.class);
  }

  @Override
  public String _password() {
    return value("_password", String.class);
  }

  @Override
  public String retention() {
    return value("retention", String.class);
  }

  @Override
  public String batch$_$retention() {
    return value("batch$_$retention", String.class);
  }

  @Override
  public String sample$_$retention() {
    return value("sample$_$retention", String.class);
  }

  @Override
  public String log$_$retention() {
    return value("log$_$retention", String.class);
  }

  @Override
  public String process$_$retention() {
    return value("process$_$retention", String.class);
  }

  @Override
  public String probe$_$retention() {
    return value("probe$_$retention", String.class);
  }

  @Override
  public String minute$_$retention() {
    return value("minute$_$retention", String.class);
  }

  @Override
  public String hour$_$retention() {
    return value("hour$_$retention", String.class);
  }

  @Override
  public String query$_$timeout() {
    return value("query$_$timeout", String.class);
  }

  @Override
  public int query$_$connections() {
    return value("query$_$connections", Integer.class);
  }

  @Override
  public Durable durability() {
    return value("durability", Durable.class);
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return PostgresConfiguration.class;
  }
}

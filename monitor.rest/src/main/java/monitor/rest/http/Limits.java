package monitor.rest.http;

/**
 * How many requests a minute an identity may send.
 *
 * @param program with a token
 * @param browser with a session
 * @param anonymous from one address, without either
 */
public record Limits(int program, int browser, int anonymous) {
  /** The defaults. */
  public static final Limits DEFAULT = new Limits(1000, 6000, 6000);
}

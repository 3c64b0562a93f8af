package monitor.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A text as a part of an address. */
public final class Encoded {
  private Encoded() {}

  /** The text with everything escaped that means something in an address. */
  public static String of(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

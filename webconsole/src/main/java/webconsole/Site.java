package webconsole;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers requests for files as HTTP wants it. May be used by any thread. */
final class Site {
  /**
   * Nothing runs, loads or connects but what this server sends as a file; nobody may frame the
   * page. The last directive makes the browser refuse to turn text into markup.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";
  private static final String START = "index.html";

  private final Assets assets;

  /** Answers with these files. */
  Site(Assets assets) {
    this.assets = assets;
  }

  /**
   * What is sent.
   *
   * @param status HTTP status
   * @param headers by name
   * @param body empty when nothing is sent
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  /**
   * Answers a GET.
   *
   * @param path decoded path; {@code /} is the start page
   * @param encodings the header Accept-Encoding; null if absent
   * @param knownTags the header If-None-Match; null if absent
   */
  Answer get(String path, @Nullable String encodings, @Nullable String knownTags) {
    // A container may report the root of its context as an empty path.
    String name = path.isEmpty() || path.equals("/") ? START : path.substring(1);
    return assets
        .find(name)
        .map(asset -> found(asset, encodings, knownTags))
        .orElseGet(Site::missing);
  }

  private static Answer found(Asset asset, @Nullable String encodings, @Nullable String knownTags) {
    boolean smaller = asset.compressed().isPresent() && takesGzip(encodings);
    String tag = '"' + asset.tag() + (smaller ? "-gzip" : "") + '"';
    Map<String, String> headers = new LinkedHashMap<>(SECURITY);
    headers.put("ETag", tag);
    headers.put("Cache-Control", asset.immutable() ? FOR_EVER : ASK_AGAIN);
    headers.put("Vary", "Accept-Encoding");
    if (knownTags != null && knows(knownTags, tag)) {
      return new Answer(304, headers, new byte[0]);
    }
    headers.put("Content-Type", asset.type());
    if (smaller) {
      headers.put("Content-Encoding", "gzip");
    }
    return new Answer(200, headers, smaller ? asset.compressed().orElseThrow() : asset.content());
  }

  private static Answer missing() {
    Map<String, String> headers = new LinkedHashMap<>(SECURITY);
    headers.put("Content-Type", "text/plain; charset=utf-8");
    headers.put("Cache-Control", "no-store");
    return new Answer(404, headers, "There is no such page. The console is at /\n".getBytes(UTF_8));
  }

  /** RFC 9110, 12.5.3: listed, and not with weight zero. */
  private static boolean takesGzip(@Nullable String encodings) {
    return encodings != null
        && Arrays.stream(encodings.split(","))
            .map(String::strip)
            .anyMatch(coding -> coding.matches("gzip(\\s*;\\s*q=(1(\\.0*)?|0?\\.\\d*[1-9]\\d*))?"));
  }

  /** RFC 9110, 13.1.2: compared weakly. */
  private static boolean knows(String knownTags, String tag) {
    return Arrays.stream(knownTags.split(","))
        .map(String::strip)
        .anyMatch(known -> known.equals("*") || known.replaceFirst("^W/", "").equals(tag));
  }
}

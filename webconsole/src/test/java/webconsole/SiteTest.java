package webconsole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webconsole.Site.Answer;

/** The files are those that the build made: what is tested is what is shipped. */
class SiteTest {
  private final Site site = new Site(new Assets(SiteTest::file));

  private static URL file(String name) {
    return ConsoleServlet.class.getResource("/static/" + name);
  }

  private String page() {
    return new String(site.get("/", null, null).body(), UTF_8);
  }

  private String linked(String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(page());
    assertThat(matcher.find()).as(regex).isTrue();
    return "/" + matcher.group(1);
  }

  @Test
  void startPageIsAskedForAgainEachTime() {
    Answer answer = site.get("/", null, null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "text/html; charset=utf-8")
        .containsEntry("Cache-Control", "no-cache");
  }

  @Test
  void startPageHasNoScriptOrStyleOfItsOwn() {
    assertThat(page()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("<style");
    assertThat(page()).doesNotContain("style=").doesNotContain("http://", "https://");
  }

  @Test
  void everythingThatThePageNamesIsThereAndKeptForEver() {
    for (String regex :
        List.of("script type=\"module\" src=\"(.+?)\"", "rel=\"stylesheet\" href=\"(.+?)\"")) {
      Answer answer = site.get(linked(regex), null, null);
      assertThat(answer.status()).as(regex).isEqualTo(200);
      assertThat(answer.headers().get("Cache-Control")).contains("immutable");
    }
  }

  @Test
  void answersCarryThePolicyThatKeepsOtherPeoplesCodeOut() {
    for (String path : List.of("/", "", "/missing.js")) {
      assertThat(site.get(path, null, null).headers())
          .containsEntry("Content-Security-Policy", Site.CONTENT_SECURITY_POLICY)
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("X-Frame-Options", "DENY");
    }
    assertThat(Site.CONTENT_SECURITY_POLICY)
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe-inline", "unsafe-eval", "*");
  }

  @Test
  void unchangedFileIsNotSentAgain() {
    String tag = site.get("/", null, null).headers().get("ETag");
    Answer again = site.get("/", null, "\"other\", W/" + tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers()).containsEntry("ETag", tag);
    assertThat(site.get("/", null, "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void compressedFileHasATagOfItsOwnAndTheSameContent() throws IOException {
    Answer plain = site.get("/", "identity, gzip;q=0", null);
    Answer smaller = site.get("/", "br, gzip", null);
    assertThat(plain.headers()).doesNotContainKey("Content-Encoding");
    assertThat(smaller.headers()).containsEntry("Content-Encoding", "gzip");
    assertThat(smaller.headers().get("ETag")).isNotEqualTo(plain.headers().get("ETag"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(smaller.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing.js",
        "/index.html.gz",
        "/../META-INF/MANIFEST.MF",
        "/..",
        "//index.html",
        "/sub/index.html",
        "/webconsole/Site.class",
        "/index.html\0.js",
        "/api/v1/nothing"
      })
  void whatIsNoFileOfTheConsoleIsNotFound(String path) {
    assertThat(site.get(path, "gzip", null).status()).isEqualTo(404);
  }
}

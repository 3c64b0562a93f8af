package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.deployer.signature.TestSigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verdicts over signatures under the policy {@code enforce}, through both public doors. */
@Tag("full")
class SignatureIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CHANGED =
      "it is not what was signed: it was changed afterwards, or carries the signature of another";

  private static Path folder;
  private static Path plain;
  private static TestSigner signer;
  private static Platform platform;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    folder = Surroundings.emptyFolder("signature");
    signer = new TestSigner(folder.resolve("keys"));
    signer.key("acme", "-1d", 100).key("stranger", "-1d", 100).key("former", "-200d", 100);
    signer.trust("acme", folder.resolve("data/trust"));
    signer.trust("former", folder.resolve("data/trust"));
    plain = PluginProject.copy("hello-plugin").build();
    platform = Platform.start(folder, "[deployer]\nsignature = \"enforce\"\n");
    api = platform.setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  /** A change of a copy. */
  private interface Change {
    void of(FileSystem jar) throws IOException;
  }

  private static Path copy(Path jar, String name, Change change) throws IOException {
    Path copy = folder.resolve(name + ".jar");
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem open = FileSystems.newFileSystem(copy)) {
      change.of(open);
    }
    return copy;
  }

  private static Path signed(String name, String by, String version) throws Exception {
    Path own = Jars.with(plain, "Bundle-Version", version);
    return signer.sign(copy(own, name, jar -> {}), by);
  }

  private static Map<Path, String> refused() throws Exception {
    Path good = signed("good", "acme", "2.0.0");
    Path other = signed("other", "acme", "3.0.0");
    Map<Path, String> jars = new LinkedHashMap<>();
    jars.put(copy(plain, "plain", jar -> {}), "it is not signed");
    jars.put(
        copy(
            good,
            "stripped",
            jar -> {
              Files.delete(jar.getPath("META-INF/ACME.SF"));
              Files.delete(jar.getPath("META-INF/ACME.EC"));
            }),
        "it was signed once, and its signature was taken away");
    jars.put(
        signed("foreign", "stranger", "2.0.0"), "signed by CN=stranger, who is not trusted here");
    jars.put(
        signed("expired", "former", "2.0.0"),
        "signed by CN=former with a certificate that is valid from");
    jars.put(
        copy(good, "added", jar -> Files.writeString(jar.getPath("evil.txt"), "evil")),
        "its entry 'evil.txt' was added");
    jars.put(
        copy(
            good,
            "other-signature",
            jar -> {
              try (FileSystem from = FileSystems.newFileSystem(other)) {
                for (String part : new String[] {"META-INF/ACME.SF", "META-INF/ACME.EC"}) {
                  Files.copy(
                      from.getPath(part), jar.getPath(part), StandardCopyOption.REPLACE_EXISTING);
                }
              }
            }),
        CHANGED);
    jars.put(
        copy(
            good,
            "changed",
            jar -> {
              Path type = jar.getPath("hello/plugin/HelloSource.class");
              byte[] bytes = Files.readAllBytes(type);
              bytes[bytes.length - 1] ^= 1;
              Files.write(type, bytes);
            }),
        CHANGED);
    return jars;
  }

  @Test
  void tellsTheVerdictsApartAndInstallsWhatATrustedSignerSigned() throws Exception {
    for (Map.Entry<Path, String> jar : refused().entrySet()) {
      refusedByTheApi(jar.getKey(), jar.getValue());
      refusedByTheDropFolder(jar.getKey(), jar.getValue());
      assertThat(api.plugin("hello.plugin")).isEmpty();
    }
    Path good = folder.resolve("good.jar");
    JsonNode end = api.end(api.install(Files.readAllBytes(good), "good.jar"));
    assertThat(end.path("state").asText()).as("%s", end).isEqualTo("committed");
    assertThat(end.path("steps").toString()).contains("signed by CN=acme");
  }

  private static void refusedByTheApi(Path jar, String words) throws Exception {
    byte[] bytes = Files.readAllBytes(jar);
    JsonNode end = api.end(api.install(bytes, jar.getFileName().toString()));
    assertThat(end.path("state").asText()).as("%s: %s", jar, end).isEqualTo("rejected");
    assertThat(end.path("steps").findValuesAsText("name")).contains("signature");
    assertThat(end.path("reason").asText()).as("%s", jar).contains(words);
    HttpResponse<String> diff = api.upload("plugins/diff?fileName=x.jar", bytes);
    assertThat(diff.statusCode()).as(diff.body()).isEqualTo(200);
    assertThat(diff.body()).as("%s", jar).contains(words);
  }

  private static void refusedByTheDropFolder(Path jar, String words) throws Exception {
    Path file = platform.dropFolder().resolve(jar.getFileName());
    Path note = file.resolveSibling(file.getFileName() + ".rejected.txt");
    Files.copy(jar, file);
    Await.until(
        "the note of " + jar,
        SOON,
        () -> Files.exists(note) ? Files.readString(note, StandardCharsets.UTF_8) : "",
        text -> text.contains(words));
    Files.delete(file);
    Await.until("no note of " + jar, SOON, () -> Files.exists(note), there -> !there);
  }
}

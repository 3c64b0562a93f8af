package monitor.deployer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdicts, each about a jar that the tools of the JDK signed and somebody changed. */
class SignatureCheckTest {
  @TempDir private static Path folder;
  private static TestSigner signer;
  private static Path trusted;
  private static Path signed;

  @BeforeAll
  static void makeKeys() throws Exception {
    signer = new TestSigner(folder.resolve("keys"));
    signer.key("acme", "-1d", 100).key("stranger", "-1d", 100).key("former", "-200d", 100);
    trusted = folder.resolve("trust");
    signer.trust("acme", trusted);
    signer.trust("former", trusted);
    signed = signer.sign(jar("signed.jar", "acme.one"), "acme");
  }

  private static Path jar(String file, String name) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
    Path jar = folder.resolve(file);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String entry : new String[] {"a/One.txt", "a/Two.txt"}) {
        entries.putNextEntry(new ZipEntry(entry));
        entries.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  /** A change of a copy of the signed jar. */
  private interface Change {
    void of(FileSystem jar) throws IOException;
  }

  private static Path changed(String file, Change change) throws IOException {
    Path copy = Files.copy(signed, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of())) {
      change.of(jar);
    }
    return copy;
  }

  private static Signature verdict(Path jar) throws IOException {
    return new SignatureCheck(TrustStore.read(trusted), Instant.now()).of(jar);
  }

  private static void assertVerdict(Path jar, Verdict verdict, String words) throws IOException {
    assertThat(verdict(jar)).extracting(Signature::verdict).isEqualTo(verdict);
    assertThat(verdict(jar).words()).contains(words);
  }

  @Test
  void trustsWhatATrustedCertificateSigned() throws Exception {
    assertVerdict(signed, Verdict.TRUSTED, "signed by CN=acme");
  }

  @Test
  void tellsThatNobodySigned() throws Exception {
    assertVerdict(jar("plain.jar", "acme.plain"), Verdict.UNSIGNED, "it is not signed");
  }

  @Test
  void tellsThatASignatureWasTakenAway() throws Exception {
    Path all =
        changed(
            "stripped.jar",
            jar -> {
              Files.delete(jar.getPath("META-INF/ACME.SF"));
              Files.delete(jar.getPath("META-INF/ACME.EC"));
            });
    assertVerdict(all, Verdict.UNSIGNED, "its signature was taken away");
    Path half = changed("half.jar", jar -> Files.delete(jar.getPath("META-INF/ACME.SF")));
    assertVerdict(half, Verdict.UNSIGNED, "its signature was taken away");
  }

  @Test
  void namesASignerThatIsNotTrusted() throws Exception {
    Path jar = signer.sign(jar("foreign.jar", "acme.foreign"), "stranger");
    assertVerdict(jar, Verdict.UNKNOWN_SIGNER, "signed by CN=stranger, who is not trusted here");
  }

  @Test
  void tellsThatACertificateHasExpired() throws Exception {
    Path jar = signer.sign(jar("old.jar", "acme.old"), "former");
    assertVerdict(
        jar, Verdict.EXPIRED, "signed by CN=former with a certificate that is valid from");
  }

  @Test
  void tellsThatACertificateIsNotValidYet() throws Exception {
    TrustStore trust = TrustStore.read(trusted);
    Instant before = Instant.now().minus(Duration.ofDays(30));
    assertThat(new SignatureCheck(trust, before).of(signed).verdict()).isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void namesAnEntryThatWasAdded() throws Exception {
    Path jar =
        changed("added.jar", jarFile -> Files.writeString(jarFile.getPath("a/Evil.txt"), "evil"));
    assertVerdict(jar, Verdict.PARTLY_SIGNED, "its entry 'a/Evil.txt' was added");
  }

  @Test
  void seesEveryKindOfTampering() throws Exception {
    Path other = signer.sign(jar("other.jar", "acme.two"), "acme");
    Map<String, Change> changes =
        Map.of(
            "content", jar -> Files.writeString(jar.getPath("a/One.txt"), "evil.one"),
            "name", jar -> replace(jar, "META-INF/MANIFEST.MF", "acme.one", "evil.one"),
            "digest", jar -> replace(jar, "META-INF/MANIFEST.MF", "Digest: ", "Digest: A"),
            "list", jar -> replace(jar, "META-INF/ACME.SF", "One.txt", "Six.txt"),
            "block", jar -> Files.write(jar.getPath("META-INF/ACME.EC"), new byte[400]),
            "foreign", jar -> copySignature(other, jar));
    for (Map.Entry<String, Change> change : changes.entrySet()) {
      Path jar = changed(change.getKey() + ".jar", change.getValue());
      assertThat(verdict(jar).verdict()).as(change.getKey()).isEqualTo(Verdict.TAMPERED);
    }
  }

  private static void replace(FileSystem jar, String file, String from, String to)
      throws IOException {
    Path path = jar.getPath(file);
    Files.writeString(path, Files.readString(path).replace(from, to));
  }

  private static void copySignature(Path from, FileSystem to) throws IOException {
    try (FileSystem source =
        FileSystems.newFileSystem(URI.create("jar:" + from.toUri()), Map.of())) {
      for (String file : new String[] {"META-INF/ACME.SF", "META-INF/ACME.EC"}) {
        Files.copy(source.getPath(file), to.getPath(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void trustsWhomATrustedAuthorityIssuedToForSigningCode() throws Exception {
    TestSigner own = new TestSigner(folder.resolve("authority"));
    own.key("root", "-1d", 100);
    own.issued("root", "author", "codeSigning").issued("root", "server", "serverAuth");
    Path store = folder.resolve("authorities");
    own.trust("root", store);
    Path good = own.sign(jar("issued.jar", "acme.issued"), "author");
    Path bad = own.sign(jar("server.jar", "acme.server"), "server");
    SignatureCheck check = new SignatureCheck(TrustStore.read(store), Instant.now());
    assertThat(check.of(good).verdict()).isEqualTo(Verdict.TRUSTED);
    assertThat(check.of(bad).verdict()).isEqualTo(Verdict.UNKNOWN_SIGNER);
  }

  @Test
  void trustsNobodyWhereTheTrustStoreIsMissingOrDamaged() throws Exception {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("acme.pem"), "no certificate");
    for (Path store : new Path[] {folder.resolve("nowhere"), damaged}) {
      Signature signature = new SignatureCheck(TrustStore.read(store), Instant.now()).of(signed);
      assertThat(signature.verdict()).isEqualTo(Verdict.UNKNOWN_SIGNER);
    }
  }
}

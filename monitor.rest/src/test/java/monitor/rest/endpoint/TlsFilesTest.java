package monitor.rest.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
  @TempDir private Path folder;

  private TlsFiles files(String certificate, String key) throws IOException {
    Path certificateFile = folder.resolve("tls.crt");
    Path keyFile = folder.resolve("tls.key");
    Files.writeString(certificateFile, certificate);
    Files.writeString(keyFile, key);
    return TlsFiles.of(certificateFile.toString(), keyFile.toString()).orElseThrow();
  }

  @Test
  void readsACertificateAndItsKeyOfEveryAlgorithm() throws Exception {
    for (String algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
      TestCertificate good = TestCertificate.of(folder, "good-" + algorithm, algorithm);
      TlsFiles files = files(good.pem().certificate(), good.pem().key());
      assertThat(files.read().getCertificate(TlsFiles.ENTRY)).isEqualTo(good.certificate());
    }
  }

  @Test
  void saysWhatIsWrongWithWhichFile() throws Exception {
    TestCertificate.Pem ec = TestCertificate.of(folder, "a", "EC").pem();
    TestCertificate.Pem other = TestCertificate.of(folder, "b", "EC").pem();
    TestCertificate.Pem rsa = TestCertificate.of(folder, "c", "RSA").pem();
    refused(ec.certificate(), other.key(), "tls.key is not the key of");
    refused(ec.certificate(), rsa.key(), "tls.key is not the key of");
    refused(ec.certificate(), "", "tls.key holds no private key in PEM form");
    refused(
        ec.certificate(),
        ec.key().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
        "tls.key holds no private key in PEM form");
    refused(ec.certificate(), ec.key().replaceFirst("\nM", "\nA"), "tls.key holds a private key");
    refused("", ec.key(), "tls.crt holds no certificate");
    refused("-----BEGIN CERTIFICATE-----\nAA==\n", ec.key(), "tls.crt holds no certificates");
    assertThatThrownBy(() -> TlsFiles.of("a", " ")).hasMessageContaining("tls.key");
    assertThat(TlsFiles.of("", "")).isEmpty();
    Files.delete(folder.resolve("tls.crt"));
    assertThatThrownBy(() -> TlsFiles.of(folder + "/tls.crt", "x").orElseThrow().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.crt");
  }

  private void refused(String certificate, String key, String message) throws IOException {
    TlsFiles files = files(certificate, key);
    assertThatThrownBy(files::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }
}

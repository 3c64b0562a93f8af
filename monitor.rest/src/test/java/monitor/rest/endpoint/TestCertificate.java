package monitor.rest.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for loopback that signed itself, made by the tool of the JDK.
 *
 * @param certificate the certificate
 * @param pem it and its key as they stand in files
 */
public record TestCertificate(X509Certificate certificate, Pem pem) {
  private static final String PASSWORD = "secret";

  /** Texts of two files. */
  public record Pem(String certificate, String key) {}

  /** Makes one for a key of EC, RSA or Ed25519. */
  public static TestCertificate of(Path folder, String name, String algorithm) throws Exception {
    Path file = folder.resolve(name + ".p12");
    generate(file, name, algorithm);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    X509Certificate own = (X509Certificate) store.getCertificate(name);
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    return new TestCertificate(
        own, new Pem(pem("CERTIFICATE", own.getEncoded()), pem("PRIVATE KEY", key)));
  }

  private static String pem(String type, byte[] content) {
    byte[] line = "\n".getBytes(StandardCharsets.US_ASCII);
    String base64 = Base64.getMimeEncoder(64, line).encodeToString(content);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, base64, type);
  }

  /** Writes both files, as somebody does who renews them. */
  public void write(Path certificateFile, Path keyFile) throws IOException {
    Files.writeString(keyFile, pem.key());
    Files.writeString(certificateFile, pem.certificate());
  }

  /** Trusts these, and no other. */
  public static SSLContext trusting(List<TestCertificate> trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (TestCertificate each : trusted) {
      store.setCertificateEntry("c" + store.size(), each.certificate());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static void generate(Path store, String name, String algorithm) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            algorithm,
            "-storetype",
            "PKCS12",
            "-validity",
            "3650",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }
}

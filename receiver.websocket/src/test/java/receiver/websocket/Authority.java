package receiver.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import monitor.wire.PrivateFile;

/** A certificate authority of a test, by the tool of the JDK; what it issues are PEM files. */
final class Authority {
  /** So long its certificates are good. */
  static final int DAYS = 3_650;

  private static final String PASSWORD = "secret";

  private final Path folder;
  private final String name;
  private final Path store;

  Authority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.name = name;
    this.store = folder.resolve(name + ".p12");
    generate(name, "-ext", "bc:critical=ca:true");
    write(
        folder.resolve(name + ".pem"), "CERTIFICATE", entries().getCertificate(name).getEncoded());
  }

  /** The certificate of the authority. */
  String certificate() {
    return folder.resolve(name + ".pem").toString();
  }

  /** Issues a certificate for a common name, valid for loopback. */
  Issued issue(String common) throws Exception {
    generate(common, "-signer", name, "-ext", "san=ip:127.0.0.1,dns:localhost");
    Path certificate = folder.resolve(name + "-" + common + ".pem");
    Path key = folder.resolve(name + "-" + common + ".key");
    KeyStore entries = entries();
    StringBuilder chain = new StringBuilder();
    for (Certificate each : entries.getCertificateChain(common)) {
      chain.append(pem("CERTIFICATE", each.getEncoded()));
    }
    Files.writeString(certificate, chain);
    PrivateFile.write(
        key, pem("PRIVATE KEY", entries.getKey(common, PASSWORD.toCharArray()).getEncoded()));
    return new Issued(certificate.toString(), key.toString());
  }

  /** Two files. */
  record Issued(String certificate, String key) {}

  private KeyStore entries() throws Exception {
    KeyStore entries = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      entries.load(in, PASSWORD.toCharArray());
    }
    return entries;
  }

  private static void write(Path file, String type, byte[] content) throws IOException {
    Files.writeString(file, pem(type, content));
  }

  private static String pem(String type, byte[] content) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, base64, type);
  }

  private void generate(String alias, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-validity",
                String.valueOf(DAYS),
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }
}

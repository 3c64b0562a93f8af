package monitor.deployer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Signs jars as their authors do: with keytool and jarsigner of the JDK. */
public final class TestSigner {
  private static final String PASSWORD = "not-secret";

  private final Path folder;

  /** Keeps its keys in that folder. */
  public TestSigner(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Makes a key with a certificate that is valid from then on for so many days. */
  public TestSigner key(String alias, String start, int days, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    all.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias));
    all.addAll(List.of("-startdate", start, "-validity", String.valueOf(days)));
    all.addAll(List.of(more));
    store(all.toArray(String[]::new));
    return this;
  }

  /** Makes a key whose certificate an authority issued, for this use. */
  public TestSigner issued(String authority, String alias, String use) throws Exception {
    return key(alias, "-1d", 90, "-signer", authority, "-ext", "EKU=" + use);
  }

  /** Trusts that certificate in a trust store. */
  public void trust(String alias, Path trustStore) throws Exception {
    Files.createDirectories(trustStore);
    Path file = trustStore.resolve(alias + ".pem");
    store("-exportcert", "-rfc", "-alias", alias, "-file", file.toString());
  }

  /** Signs a jar in its place. */
  public Path sign(Path jar, String alias) throws Exception {
    tool("jarsigner", "-keystore", store(), "-storepass", PASSWORD, jar.toString(), alias);
    return jar;
  }

  private void store(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-keystore", store(), "-storepass", PASSWORD));
    tool("keytool", all.toArray(String[]::new));
  }

  private String store() {
    return folder.resolve("keys.p12").toString();
  }

  private static void tool(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(name + ": " + said);
      }
    }
  }
}

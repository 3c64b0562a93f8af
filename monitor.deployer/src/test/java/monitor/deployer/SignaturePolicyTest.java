package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.deployer.signature.SignatureRules.Policy;
import monitor.deployer.signature.TestSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the policy makes of the verdicts, at an installation and at the start. */
class SignaturePolicyTest {
  @TempDir Path folder;
  private TestSigner signer;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    signer = new TestSigner(folder.resolve("keys")).key("acme", "-1d", 100);
    signer.trust("acme", folder.resolve("trust"));
    open(Policy.ENFORCE);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private void open(Policy policy) throws Exception {
    platform = new TestPlatform(folder, Optional::empty, policy);
  }

  private void restart() throws Exception {
    platform.close();
    open(Policy.ENFORCE);
  }

  private Path speaker(String version) {
    return TestPlugin.speaker("acme.speaker", version).to(folder.resolve(version + ".jar"));
  }

  private static String detail(Deployment deployment) {
    return deployment.steps().stream()
        .filter(step -> step.name().equals("signature"))
        .findFirst()
        .orElseThrow()
        .detail();
  }

  @Test
  void enforcesWarnsAndLooksAway() throws Exception {
    Path plain = speaker("1.0.0");
    Deployment refused = platform.install(plain);
    assertThat(refused.state()).isEqualTo(State.REJECTED);
    assertThat(refused.reason()).startsWith("it is not signed");
    assertThat(platform.said()).isEmpty();

    platform.policy(Policy.WARN);
    Deployment warned = platform.install(plain);
    assertThat(warned.state()).isEqualTo(State.COMMITTED);
    assertThat(detail(warned)).startsWith("warned: it is not signed");

    platform.policy(Policy.OFF);
    assertThat(detail(platform.install(speaker("1.1.0")))).contains("the policy is off");

    platform.policy(Policy.ENFORCE);
    Deployment trusted = platform.install(signer.sign(speaker("1.2.0"), "acme"));
    assertThat(trusted.state()).isEqualTo(State.COMMITTED);
    assertThat(detail(trusted)).isEqualTo("signed by CN=acme");
    assertThat(platform.said()).containsExactly("acme.speaker 1.2.0");
  }

  @Test
  void namesTheTrustedSignerOfWhatRuns() throws Exception {
    platform.policy(Policy.OFF);
    platform.install(speaker("1.0.0"));
    assertThat(platform.deployer.signers().signer("acme.speaker")).isEmpty();
    platform.install(signer.sign(speaker("2.0.0"), "acme"));
    assertThat(platform.deployer.signers().signer("acme.speaker")).isEqualTo("CN=acme");
    assertThat(platform.deployer.signers().signer("nobody")).isEmpty();
  }

  @Test
  void doesNotGoBackToAVersionThatIsNotSigned() throws Exception {
    platform.policy(Policy.OFF);
    platform.install(speaker("1.0.0"));
    platform.policy(Policy.ENFORCE);
    platform.install(signer.sign(speaker("2.0.0"), "acme"));
    Deployment back = platform.rollback("acme.speaker", "1.0.0");
    assertThat(back.state()).isEqualTo(State.REJECTED);
    assertThat(back.reason()).startsWith("it is not signed");
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  @Test
  void startsWhatIsSignedAndNotWhatWasTamperedWithOnDisk() throws Exception {
    platform.install(signer.sign(speaker("1.0.0"), "acme"));
    restart();
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    platform.close();
    Path kept = platform.folders.own().resolve("history/acme.speaker/1.0.0/acme.speaker.jar");
    Path evil =
        TestPlugin.speaker("acme.speaker", "1.0.0", "System.nanoTime();").to(folder.resolve("e"));
    graft(kept, evil);

    open(Policy.ENFORCE);

    assertThat(platform.said()).isEmpty();
    assertThat(platform.view("acme.speaker").state()).isEqualTo("failed");
    assertThat(platform.view("acme.speaker").reason()).startsWith("it is not what was signed");
    Deployment repaired = platform.install(signer.sign(speaker("1.0.1"), "acme"));
    assertThat(repaired.reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.1");
  }

  /** Puts a class of another jar into a signed one. */
  private static void graft(Path signed, Path from) throws Exception {
    String speaker = "acme/speaker/Speaker.class";
    try (var target = java.nio.file.FileSystems.newFileSystem(signed);
        var source = java.nio.file.FileSystems.newFileSystem(from)) {
      Files.copy(
          source.getPath(speaker), target.getPath(speaker), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void doesNotStartWhatIsNotTrustedAnyMore() throws Exception {
    platform.install(signer.sign(speaker("1.0.0"), "acme"));
    Files.writeString(folder.resolve("trust/acme.pem"), "", StandardCharsets.UTF_8);
    restart();
    assertThat(platform.said()).isEmpty();
    assertThat(platform.view("acme.speaker").reason()).contains("who is not trusted here");
  }

  @Test
  void bundledPluginsBelongToTheRelease() throws Exception {
    TestPlugin.speaker("acme.speaker", "1.0.0").to(platform.bundled("speaker.jar"));
    restart();
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    platform.change(Action.DISABLE, "acme.speaker", "bob");
    assertThat(platform.change(Action.ENABLE, "acme.speaker", "bob").state())
        .isEqualTo(State.COMMITTED);
  }
}

package monitor.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.identity.AgentRecord;
import monitor.api.identity.Credentials;
import monitor.api.identity.Enrollment;
import monitor.api.identity.Invitation;
import monitor.wire.JoinToken;
import monitor.wire.Pem;
import monitor.wire.Petition;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformAuthorityTest {
  private static final Instant NOON = Instant.parse("2026-07-20T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofDays(30);

  @TempDir private Path data;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private PlatformAuthority authority() throws Exception {
    return new PlatformAuthority(data.resolve("identity"), "test", LIFETIME, now::get);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static String invite(PlatformAuthority authority, String agent) throws Exception {
    return authority.invite(agent, HOUR, "root").token();
  }

  private static X509Certificate joined(PlatformAuthority authority, String agent)
      throws Exception {
    return issued(authority.join(invite(authority, agent), Petition.of(agent).request(), "peer"));
  }

  private static X509Certificate issued(Enrollment answer) {
    assertThat(answer).isInstanceOf(Enrollment.Issued.class);
    return ((Enrollment.Issued) answer).chain().getFirst();
  }

  private static String request(String subject, KeyPair keys, KeyPair signer, String algorithm)
      throws Exception {
    PKCS10CertificationRequest request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
            .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
    return Pem.of("CERTIFICATE REQUEST", request.getEncoded());
  }

  private static KeyPair keys(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void makesItsKeyOnceOnFirstNeedAndForItselfAlone() throws Exception {
    PlatformAuthority authority = authority();
    Path file = data.resolve("identity/authority.pem");
    assertThat(file).doesNotExist();
    X509Certificate certificate = authority.certificate();
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(file.getParent())).isEqualTo("rwx------");
    assertThat(authority().certificate()).isEqualTo(certificate);
    assertThat(certificate.getBasicConstraints()).isZero();
  }

  @Test
  void refusesAKeyThatOthersMayRead() throws Exception {
    authority().certificate();
    Path file = data.resolve("identity/authority.pem");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::authority)
        .hasMessageContaining("authority.pem")
        .hasMessageContaining("could be read by others (rw-r--r--): chmod 600");
  }

  @Test
  void issuesACertificateForClientsOfThatName() throws Exception {
    PlatformAuthority authority = authority();
    X509Certificate certificate = joined(authority, "web-1");
    certificate.verify(authority.certificate().getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=web-1");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOON.plus(LIFETIME));
    assertThat(authority.refusal(certificate)).isEmpty();
    assertThat(authority.agents())
        .containsExactly(new AgentRecord("web-1", NOON, NOON, NOON.plus(LIFETIME), false));
  }

  @Test
  void identifiesCollectorsByNamesAndAddresses() throws Exception {
    PlatformAuthority authority = authority();
    Credentials own = authority.identify(List.of("c.example.org", "192.0.2.1", "2001:db8::1"));
    X509Certificate certificate = own.chain().getFirst();
    certificate.verify(authority.certificate().getPublicKey());
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("c.example.org", "192.0.2.1", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void takesATokenOnceAlsoAfterARestart() throws Exception {
    String token = invite(authority(), "web-1");
    assertThat(data.resolve("identity/register.json")).content().doesNotContain(token);
    issued(authority().join(token, Petition.of("web-1").request(), "peer"));
    assertThat(authority().join(token, Petition.of("web-1").request(), "peer"))
        .isInstanceOf(Enrollment.Unproven.class);
  }

  @Test
  void takesNoTokenThatHasExpired() throws Exception {
    PlatformAuthority authority = authority();
    Invitation invitation = authority.invite("web-1", HOUR, "root");
    assertThat(invitation.expires()).isEqualTo(NOON.plus(HOUR));
    pass(HOUR);
    assertThat(authority.join(invitation.token(), Petition.of("web-1").request(), "peer"))
        .isInstanceOf(Enrollment.Unproven.class);
  }

  @Test
  void takesNoTokenWithAnotherSecretOrName() throws Exception {
    PlatformAuthority authority = authority();
    JoinToken token = JoinToken.of(invite(authority, "web-1"));
    String secret = token.secret().startsWith("A") ? "B" : "A";
    JoinToken guessed =
        new JoinToken("web-1", token.fingerprint(), secret + token.secret().substring(1));
    JoinToken renamed = new JoinToken("web-2", token.fingerprint(), token.secret());
    for (String wrong : List.of(guessed.text(), renamed.text(), "", "join.x", "join....")) {
      assertThat(authority.join(wrong, Petition.of("web-2").request(), "peer-" + wrong))
          .as(wrong)
          .isInstanceOf(Enrollment.Unproven.class);
    }
    issued(authority.join(token.text(), Petition.of("web-1").request(), "peer"));
  }

  @Test
  void refusesTheRequestOfAnotherNameAndKeepsTheToken() throws Exception {
    PlatformAuthority authority = authority();
    String token = invite(authority, "web-1");
    assertThat(authority.join(token, Petition.of("web-2").request(), "peer"))
        .isEqualTo(new Enrollment.Refused("The token is for another name than the request."));
    issued(authority.join(token, Petition.of("web-1").request(), "peer"));
  }

  @Test
  void refusesRequestsThatAreNotSound() throws Exception {
    PlatformAuthority authority = authority();
    String token = invite(authority, "web-1");
    KeyPair good = keys("EC", 256);
    List<String> unsound =
        List.of(
            "",
            "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
            Petition.of("web-1").request().repeat(2),
            request("CN=web-1,O=x", good, good, "SHA256withECDSA"),
            request("CN=web-1+O=x", good, good, "SHA256withECDSA"),
            request("O=web-1", good, good, "SHA256withECDSA"),
            request("CN=web-1", good, keys("EC", 256), "SHA256withECDSA"),
            request("CN=web-1", keys("RSA", 1024), keys("RSA", 1024), "SHA256withRSA"));
    int peer = 0;
    for (String request : unsound) {
      assertThat(authority.join(token, request, "peer-" + peer++))
          .as(request)
          .isInstanceOf(Enrollment.Refused.class);
    }
    KeyPair large = keys("RSA", 2048);
    issued(authority.join(token, request("CN=web-1", large, large, "SHA256withRSA"), "peer"));
  }

  @Test
  void slowsDownAnAddressThatGuesses() throws Exception {
    PlatformAuthority authority = authority();
    String token = invite(authority, "web-1");
    String request = Petition.of("web-1").request();
    for (int i = 0; i < 5; i++) {
      assertThat(authority.join("join.wrong", request, "guesser"))
          .isInstanceOf(Enrollment.Unproven.class);
    }
    assertThat(authority.join(token, request, "guesser"))
        .isEqualTo(new Enrollment.Throttled(Duration.ofSeconds(1)));
    issued(authority.join(invite(authority, "web-2"), Petition.of("web-2").request(), "other"));
    pass(Duration.ofSeconds(1));
    authority.join("join.wrong", request, "guesser");
    assertThat(authority.join(token, request, "guesser"))
        .isEqualTo(new Enrollment.Throttled(Duration.ofSeconds(2)));
    pass(Duration.ofSeconds(2));
    issued(authority.join(token, request, "guesser"));
  }

  @Test
  void renewsUnderTheSameNameOnly() throws Exception {
    PlatformAuthority authority = authority();
    X509Certificate first = joined(authority, "web-1");
    pass(Duration.ofDays(20));
    assertThat(authority.renew(first, Petition.of("web-2").request()))
        .isInstanceOf(Enrollment.Refused.class);
    X509Certificate second = issued(authority.renew(first, Petition.of("web-1").request()));
    assertThat(second.getNotAfter().toInstant()).isEqualTo(now.get().plus(LIFETIME));
    assertThat(authority.refusal(first)).isEmpty();
    assertThat(authority.refusal(second)).isEmpty();
    pass(Duration.ofDays(11));
    assertThat(authority.refusal(first)).hasValueSatisfying(this::saysExpired);
    assertThat(authority.renew(first, Petition.of("web-1").request()))
        .isInstanceOf(Enrollment.Unproven.class);
  }

  private void saysExpired(String reason) {
    assertThat(reason).contains("expired");
  }

  @Test
  void renewsNothingOfAnotherAuthority() throws Exception {
    PlatformAuthority other =
        new PlatformAuthority(data.resolve("other"), "other", LIFETIME, now::get);
    assertThat(authority().renew(joined(other, "web-1"), Petition.of("web-1").request()))
        .isInstanceOf(Enrollment.Unproven.class);
  }

  @Test
  void refusesWhoWasRevokedAlsoAfterARestartUntilItJoinsAnew() throws Exception {
    PlatformAuthority authority = authority();
    X509Certificate first = joined(authority, "web-1");
    X509Certificate renewed = issued(authority.renew(first, Petition.of("web-1").request()));
    String waiting = invite(authority, "web-1");
    assertThat(authority.revoke("web-1")).isTrue();
    PlatformAuthority restarted = authority();
    for (X509Certificate each : List.of(first, renewed)) {
      assertThat(restarted.refusal(each)).contains("The certificate of web-1 was revoked.");
      assertThat(restarted.renew(each, Petition.of("web-1").request()))
          .isInstanceOf(Enrollment.Unproven.class);
    }
    assertThat(restarted.join(waiting, Petition.of("web-1").request(), "peer"))
        .isInstanceOf(Enrollment.Unproven.class);
    assertThat(restarted.agents()).singleElement().matches(AgentRecord::revoked);
    X509Certificate anew = joined(restarted, "web-1");
    assertThat(restarted.refusal(anew)).isEmpty();
    assertThat(restarted.refusal(renewed)).isPresent();
  }

  @Test
  void endsTheCertificatesOfANameThatJoinsAgain() throws Exception {
    PlatformAuthority authority = authority();
    X509Certificate first = joined(authority, "web-1");
    X509Certificate second = joined(authority, "web-1");
    assertThat(authority.refusal(first)).isPresent();
    assertThat(authority.refusal(second)).isEmpty();
  }

  @Test
  void revokesAnAgentOfAnotherCollectorWithTheSameAuthority() throws Exception {
    PlatformAuthority authority = authority();
    X509Certificate certificate = joined(authority, "web-1");
    Path copied = Files.createDirectories(data.resolve("second"));
    Files.copy(data.resolve("identity/authority.pem"), copied.resolve("authority.pem"));
    PlatformAuthority second = new PlatformAuthority(copied, "test", LIFETIME, now::get);
    assertThat(second.refusal(certificate)).isEmpty();
    assertThat(second.revoke("web-1")).isFalse();
    assertThat(second.refusal(certificate)).isPresent();
    assertThat(second.agents()).isEmpty();
  }

  @Test
  void doesNotStartAnewOverADamagedRegister() throws Exception {
    joined(authority(), "web-1");
    Files.writeString(data.resolve("identity/register.json"), "{");
    assertThatThrownBy(this::authority).hasMessageContaining("register.json cannot be read");
  }

  @Test
  void invitesNobodyWithoutAProperName() throws Exception {
    PlatformAuthority authority = authority();
    for (String name : List.of("", "a b", "-a", "a,CN=b", "a\u0000", "x".repeat(65), "ä")) {
      assertThatThrownBy(() -> authority.invite(name, HOUR, "root"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(31))) {
      assertThatThrownBy(() -> authority.invite("web-1", wrong, "root"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Optional.of(authority.invite("x".repeat(64), HOUR, "root"))).isPresent();
  }
}

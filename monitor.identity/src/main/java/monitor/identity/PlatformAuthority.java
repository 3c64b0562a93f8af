package monitor.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import monitor.api.config.Values;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentRecord;
import monitor.api.identity.Credentials;
import monitor.api.identity.Enrollment;
import monitor.api.identity.Invitation;
import monitor.api.operation.Platform;
import monitor.identity.Register.Agent;
import monitor.identity.Register.Content;
import monitor.identity.Register.Pending;
import monitor.wire.JoinToken;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authority of one folder, in which its key and its register lie. Thread-safe. */
@Component(name = "monitor.identity")
@Designate(ocd = AuthorityConfiguration.class)
public final class PlatformAuthority implements AgentAuthority {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformAuthority.class);
  private static final String KEY = "authority.pem";
  private static final Duration MOST_TOKEN = Duration.ofDays(30);
  private static final int MOST_PENDING = 10_000;
  private static final String STRANGE = "The certificate is not of this authority.";
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final String name;
  private final Duration lifetime;
  private final InstantSource clock;
  private final Register register;
  private final Waits waits;
  private @Nullable Issuer issuer;

  /**
   * The authority of the data folder.
   *
   * @throws IOException if its files cannot be read, or others may read them
   */
  @Activate
  public PlatformAuthority(@Reference Platform platform, AuthorityConfiguration configuration)
      throws IOException {
    this(
        platform.data().resolve("identity"),
        platform.host(),
        Values.duration("certificate.lifetime", configuration.certificate_lifetime()),
        InstantSource.system());
  }

  /**
   * Reads what is there.
   *
   * @param name of the platform, for people
   * @param lifetime of an agent's certificate
   * @throws IOException if a file cannot be read, or others may read it
   */
  public PlatformAuthority(Path folder, String name, Duration lifetime, InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.name = name;
    this.lifetime = lifetime;
    this.clock = clock;
    this.register = new Register(folder.resolve("register.json"));
    this.waits = new Waits(clock);
    if (Files.exists(folder.resolve(KEY))) {
      issuer();
    }
  }

  private Issuer issuer() throws IOException {
    Issuer known = issuer;
    if (known == null) {
      known = Issuer.open(folder.resolve(KEY), name, clock);
      issuer = known;
    }
    return known;
  }

  @Override
  public synchronized X509Certificate certificate() throws IOException {
    return issuer().certificate();
  }

  @Override
  public synchronized Credentials identify(Collection<String> names) throws IOException {
    return issuer().identify(names, clock.instant());
  }

  @Override
  public synchronized Invitation invite(String agent, Duration validity, String by)
      throws IOException {
    if (!JoinToken.names(agent)) {
      throw new IllegalArgumentException(
          "name: an agent's is 1 to 64 letters, digits, '.', '_' or '-'");
    }
    if (!validity.isPositive() || validity.compareTo(MOST_TOKEN) > 0) {
      throw new IllegalArgumentException("expiresIn: a join token is good for at most 30d");
    }
    Content current = register.content().withoutPending(this::expired);
    if (current.pending().size() >= MOST_PENDING) {
      throw new IOException("There are %d tokens that are not used.".formatted(MOST_PENDING));
    }
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    JoinToken token =
        new JoinToken(
            agent,
            JoinToken.fingerprint(issuer().certificate()),
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    Instant expires = clock.instant().plus(validity);
    register.change(current.with(new Pending(agent, token.hash(), expires.toEpochMilli(), by)));
    LOG.info("{} invited agent {}.", by, agent);
    return new Invitation(agent, token.text(), expires);
  }

  private boolean expired(Pending token) {
    return token.expiresMillis() <= clock.millis();
  }

  @Override
  public synchronized Enrollment join(String token, String request, String from)
      throws IOException {
    Duration wait = waits.left(from);
    if (wait.isPositive()) {
      return new Enrollment.Throttled(wait);
    }
    Optional<Pending> found = find(token);
    Enrollment answer =
        found.isEmpty()
            ? new Enrollment.Unproven(
                "The join token is not known here: it was used, revoked, has expired, or is of"
                    + " another collector.")
            : join(found.get(), request);
    if (answer instanceof Enrollment.Issued) {
      waits.succeeded(from);
    } else {
      waits.failed(from);
      LOG.warn("A request to join from {} was refused: {}", from, answer);
    }
    return answer;
  }

  /** Looks at every token, so that the time tells nothing of where they differ. */
  private Optional<Pending> find(String text) {
    byte[] hash = hash(text).getBytes(StandardCharsets.US_ASCII);
    Pending found = null;
    for (Pending each : register.content().pending()) {
      if (MessageDigest.isEqual(hash, each.hash().getBytes(StandardCharsets.US_ASCII))) {
        found = each;
      }
    }
    return Optional.ofNullable(found).filter(token -> !expired(token));
  }

  private static String hash(String text) {
    try {
      return JoinToken.of(text).hash();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private Enrollment join(Pending token, String request) throws IOException {
    try {
      Claim claim = Claim.of(request);
      if (!claim.name().equals(token.agent())) {
        return new Enrollment.Refused("The token is for another name than the request.");
      }
      Instant now = nextInstant(claim.name());
      long millis = now.toEpochMilli();
      Agent agent = new Agent(millis, millis, now.plus(lifetime).toEpochMilli(), millis, false);
      List<X509Certificate> chain = issuer().certify(claim, now, lifetime);
      register.change(
          register.content().withoutPending(token::equals).withAgent(claim.name(), agent));
      LOG.info("Agent {} has joined.", claim.name());
      return new Enrollment.Issued(chain);
    } catch (Claim.Faulty e) {
      return new Enrollment.Refused(String.valueOf(e.getMessage()));
    }
  }

  /** Now, but after everything that is refused of this agent. */
  private Instant nextInstant(String agent) {
    long from = register.agent(agent).map(Agent::fromMillis).orElse(0L);
    return Instant.ofEpochMilli(Math.max(clock.millis(), from + 1));
  }

  @Override
  public synchronized Enrollment renew(X509Certificate current, String request) throws IOException {
    Optional<String> refusal = genuine(current) ? refusal(current) : Optional.of(STRANGE);
    if (refusal.isPresent()) {
      return new Enrollment.Unproven(refusal.get());
    }
    try {
      Claim claim = Claim.of(request);
      if (!claim.name().equals(common(current))) {
        return new Enrollment.Refused("The certificate is of another name than the request.");
      }
      Instant now = nextInstant(claim.name());
      List<X509Certificate> chain = issuer().certify(claim, now, lifetime);
      register.change(register.content().withAgent(claim.name(), renewed(claim.name(), now)));
      LOG.info("The certificate of agent {} was renewed.", claim.name());
      return new Enrollment.Issued(chain);
    } catch (Claim.Faulty e) {
      return new Enrollment.Refused(String.valueOf(e.getMessage()));
    }
  }

  private boolean genuine(X509Certificate certificate) throws IOException {
    try {
      certificate.verify(issuer().certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Agent renewed(String agent, Instant now) {
    long millis = now.toEpochMilli();
    long expires = now.plus(lifetime).toEpochMilli();
    return register
        .agent(agent)
        .map(known -> new Agent(known.joinedMillis(), millis, expires, known.fromMillis(), false))
        .orElseGet(() -> new Agent(millis, millis, expires, 0, false));
  }

  @Override
  public synchronized Optional<String> refusal(X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
    } catch (CertificateException e) {
      return Optional.of("The certificate has expired, or is not valid yet.");
    }
    String agent = common(certificate);
    return register
        .agent(agent)
        .filter(known -> known.revoked() || Issuer.issuedMillis(certificate) < known.fromMillis())
        .map(known -> "The certificate of " + agent + " was revoked.");
  }

  private static String common(X509Certificate certificate) {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equals("CN")) {
          return String.valueOf(part.getValue());
        }
      }
    } catch (InvalidNameException e) {
      // There is none.
    }
    return "";
  }

  @Override
  public synchronized List<AgentRecord> agents() {
    return new TreeMap<>(register.content().agents())
        .entrySet().stream()
            .filter(entry -> joined(entry.getValue()))
            .map(PlatformAuthority::record)
            .toList();
  }

  private static AgentRecord record(Map.Entry<String, Agent> entry) {
    Agent agent = entry.getValue();
    return new AgentRecord(
        entry.getKey(),
        Instant.ofEpochMilli(agent.joinedMillis()),
        Instant.ofEpochMilli(agent.renewedMillis()),
        Instant.ofEpochMilli(agent.expiresMillis()),
        agent.revoked());
  }

  @Override
  public synchronized boolean revoke(String agent) throws IOException {
    boolean known = register.agent(agent).filter(PlatformAuthority::joined).isPresent();
    long millis = clock.millis();
    Agent refused =
        register
            .agent(agent)
            .map(was ->
                new Agent(
                    was.joinedMillis(), was.renewedMillis(), was.expiresMillis(), millis + 1, true))
            .orElseGet(() -> new Agent(0, 0, 0, millis + 1, true));
    register.change(
        register
            .content()
            .withoutPending(token -> token.agent().equals(agent))
            .withAgent(agent, refused));
    LOG.info("Agent {} is revoked.", agent);
    return known;
  }

  private static boolean joined(Agent agent) {
    return agent.joinedMillis() > 0;
  }
}

package sink.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom the server runs. PostgreSQL refuses to run as root, so a root process hands it to an
 * unprivileged user, or runs it in a user namespace where root has another number.
 *
 * @param name for a person
 * @param prefix what stands before a command to run it so
 * @param uid owner of what the server writes, as seen from here; -1 for the owner of this process
 * @param gid its group; -1 likewise
 */
record Account(String name, List<String> prefix, int uid, int gid) {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final List<String> USERS = List.of("monitor", "postgres", "nobody");
  private static final String NAMESPACE_USER = "1000";

  Account {
    prefix = List.copyOf(prefix);
  }

  /** A command that runs under this account. */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Gives a file to the account. */
  void own(Path path) throws IOException {
    if (uid >= 0) {
      Files.setAttribute(path, "unix:uid", uid);
      Files.setAttribute(path, "unix:gid", gid);
    }
  }

  /**
   * The account for a server with these programs and this data.
   *
   * @param postgres the server's program; whoever can run it can reach the data folder
   * @param data the cluster; its owner stays what it is once it exists
   * @throws IOException if there is none; the message says what to do
   */
  static Account choose(Path postgres, Path data) throws IOException, InterruptedException {
    if (!root()) {
      return new Account("this user", List.of(), -1, -1);
    }
    for (Account candidate : candidates(data)) {
      if (works(candidate, postgres)) {
        return candidate;
      }
    }
    throw new IOException(
        ("PostgreSQL does not run as root, no unprivileged user can reach %s, and user namespaces"
                + " are not available: start the platform as an ordinary user, use a data folder"
                + " that the user 'postgres' or 'nobody' can enter, or set sink.postgres url")
            .formatted(postgres.getParent()));
  }

  private static List<Account> candidates(Path data) throws IOException, InterruptedException {
    if (Files.isDirectory(data)) {
      int uid = number(data, "unix:uid");
      return List.of(uid == 0 ? namespace() : user("#" + uid, uid, number(data, "unix:gid")));
    }
    List<Account> candidates = new ArrayList<>();
    for (String name : USERS) {
      named(name).ifPresent(candidates::add);
    }
    candidates.add(namespace());
    return candidates;
  }

  private static Account namespace() {
    return new Account(
        "root in a user namespace",
        List.of(
            "unshare",
            "--user",
            "--map-user=" + NAMESPACE_USER,
            "--map-group=" + NAMESPACE_USER,
            "--"),
        -1,
        -1);
  }

  private static Optional<Account> named(String name) throws IOException, InterruptedException {
    Command.Result uid = Command.run(List.of("id", "-u", name), DEADLINE);
    Command.Result gid = Command.run(List.of("id", "-g", name), DEADLINE);
    return uid.fine() && gid.fine()
        ? Optional.of(user(name, Integer.parseInt(uid.output()), Integer.parseInt(gid.output())))
        : Optional.empty();
  }

  private static Account user(String name, int uid, int gid) {
    return new Account(
        "user " + name,
        List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"),
        uid,
        gid);
  }

  private static boolean works(Account account, Path postgres) throws InterruptedException {
    try {
      List<String> probe = account.command(List.of(postgres.toString(), "--version"));
      return Command.run(probe, DEADLINE).fine();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean root() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? (Integer) Files.getAttribute(self, "unix:uid") == 0
        : "root".equals(System.getProperty("user.name"));
  }

  private static int number(Path path, String attribute) throws IOException {
    Object value = Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
    return (Integer) value;
  }
}

package monitor.rest.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import monitor.rest.http.Problem;
import monitor.rest.http.Role;

/** The users, kept in a file. Thread-safe. */
final class Users {
  /** The content of the file. */
  record Content(int format, List<User> users) {
    Content {
      users = List.copyOf(users);
    }
  }

  private final Store<Content> store;

  /** Reads the file, if there is one. */
  Users(Path file) {
    store = new Store<>(file, Content.class, new Content(1, List.of()));
  }

  /** All, by name. */
  List<User> all() {
    return store.get().users();
  }

  /** The user of this name. */
  Optional<User> find(String name) {
    return all().stream().filter(user -> user.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Whether somebody can administer. */
  boolean administered() {
    return administered(all());
  }

  private static boolean administered(List<User> users) {
    return users.stream().anyMatch(user -> user.role() == Role.ADMIN);
  }

  /**
   * Adds a user.
   *
   * @param first whether it has to be the first administrator
   * @throws Problem 409 if the name is taken, or there is an administrator already
   */
  void add(User user, boolean first) throws IOException {
    store.change(content -> {
      if (first && administered(content.users())) {
        throw Problem.of(409, "already-set-up", "There is an administrator already.")
            .hint("Sign in, or ask an administrator for an account.");
      }
      if (find(user.name()).isPresent()) {
        throw Problem.of(409, "name-taken", "There is a user of that name already.")
            .about(user.name());
      }
      return with(without(content, user.name()), user);
    });
  }

  /**
   * Gives a user another password.
   *
   * @throws Problem 404
   */
  void setPassword(String name, String passwordHash) throws IOException {
    store.change(content -> {
      User old = require(name);
      User renewed = new User(old.name(), old.role(), passwordHash, old.created());
      return with(without(content, name), renewed);
    });
  }

  /**
   * Removes a user.
   *
   * @throws Problem 404, or 409 if it is the last administrator
   */
  void remove(String name) throws IOException {
    store.change(content -> {
      require(name);
      Content rest = without(content, name);
      if (!administered(rest.users())) {
        throw Problem.of(409, "last-administrator", "The last administrator cannot be removed.")
            .about(name)
            .hint("Add another administrator first.");
      }
      return rest;
    });
  }

  /** The user of this name, or 404. */
  User require(String name) {
    return find(name).orElseThrow(() -> Problem.missing("user", name));
  }

  private static Content without(Content content, String name) {
    List<User> rest = new ArrayList<>(content.users());
    rest.removeIf(user -> user.name().equalsIgnoreCase(name));
    return new Content(content.format(), rest);
  }

  private static Content with(Content content, User user) {
    List<User> more = new ArrayList<>(content.users());
    more.add(user);
    more.sort(Comparator.comparing(User::name, String.CASE_INSENSITIVE_ORDER));
    return new Content(content.format(), more);
  }
}

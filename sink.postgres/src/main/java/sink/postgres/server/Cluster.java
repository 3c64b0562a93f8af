package sink.postgres.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One cluster of an embedded server: its programs, its data and as whom it runs. Makes, starts and
 * stops it; knows nothing of connections.
 *
 * @param bin folder of the programs
 * @param data folder of the cluster
 * @param account as whom it runs
 */
record Cluster(Path bin, Path data, Account account) {
  /** Its superuser, the only login of the platform. */
  static final String USER = "monitor";

  private static final Duration INIT = Duration.ofMinutes(5);
  private static final int START_SECONDS = 1800;
  private static final int STOP_SECONDS = 60;
  private static final int ATTEMPTS = 5;

  /**
   * Written to {@code postgresql.conf} when the cluster is made, where people may change them:
   * durable, small in memory, at most a week of logs.
   */
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "wal_compression=on",
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_wal_size=1GB",
          "min_wal_size=128MB",
          "checkpoint_timeout=10min",
          "shared_buffers=64MB",
          "work_mem=16MB",
          "maintenance_work_mem=64MB",
          "max_connections=20",
          "max_worker_processes=4",
          "max_parallel_workers=2",
          "autovacuum_max_workers=2",
          "io_method=sync",
          "jit=off",
          "logging_collector=on",
          "log_directory=log",
          "log_filename=postgresql-%a.log",
          "log_truncate_on_rotation=on",
          "log_rotation_age=1d",
          "log_rotation_size=0",
          "log_timezone=UTC",
          "timezone=UTC");

  /** The server's program. */
  Path postgres() {
    return bin.resolve("postgres");
  }

  /** Whether it has been made. */
  boolean exists() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  /**
   * Makes the cluster; it is there as a whole or not at all.
   *
   * @param password of its superuser
   */
  void init(String password) throws IOException, InterruptedException {
    Path partial = data.resolveSibling(data.getFileName() + ".partial");
    Path secret = data.resolveSibling(data.getFileName() + ".password");
    Binaries.delete(partial);
    Files.createDirectory(partial);
    account.own(partial);
    try {
      Files.deleteIfExists(secret);
      Secrets.create(secret);
      account.own(secret);
      Files.writeString(secret, password);
      check(Command.run(account.command(initdb(partial, secret)), INIT), "make the database");
    } finally {
      Files.deleteIfExists(secret);
    }
    Files.move(partial, data);
  }

  private List<String> initdb(Path folder, Path secret) {
    List<String> command = new ArrayList<>();
    command.add(bin.resolve("initdb").toString());
    command.addAll(List.of("-D", folder.toString(), "-U", USER, "--pwfile=" + secret));
    command.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"));
    // The server's own, for the smallest systems know no locale but C.
    command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"));
    for (String setting : SETTINGS) {
      command.add("--set=" + setting);
    }
    return command;
  }

  /** Starts the server on a free port of the loopback and waits until it takes connections. */
  void start() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Command.Result result = Command.run(account.command(startOn(freePort())), startDeadline());
      if (result.fine()) {
        return;
      }
      if (attempt == ATTEMPTS) {
        check(result, "start the database");
      }
      // Someone took the port, or processes of a killed server are still ending.
      Thread.sleep(Duration.ofMillis(300L * attempt));
    }
  }

  private static Duration startDeadline() {
    return Duration.ofSeconds(START_SECONDS + 10);
  }

  private List<String> startOn(int port) {
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=''".formatted(port);
    String timeout = String.valueOf(START_SECONDS);
    String log = data.resolve("start.log").toString();
    return control("start", "-w", "-t", timeout, "-l", log, "-o", options);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback", e);
    }
  }

  /** Stops the server: sessions are ended, everything is written; waits for it. */
  void stop() throws IOException, InterruptedException {
    Command.Result result = stop("fast");
    if (!result.fine() && PostmasterFile.read(data).filter(PostmasterFile::alive).isPresent()) {
      check(stop("immediate"), "stop the database");
    }
  }

  private Command.Result stop(String mode) throws IOException, InterruptedException {
    String timeout = String.valueOf(STOP_SECONDS);
    List<String> command = stopCommand(mode, timeout);
    return Command.run(command, Duration.ofSeconds(STOP_SECONDS + 10));
  }

  private List<String> stopCommand(String mode, String timeout) {
    return account.command(control("stop", "-w", "-m", mode, "-t", timeout));
  }

  /** What stops the server, for someone who no longer has this class. */
  List<String> stopCommand() {
    return stopCommand("fast", String.valueOf(STOP_SECONDS));
  }

  private List<String> control(String verb, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(bin.resolve("pg_ctl").toString());
    command.addAll(List.of(verb, "-D", data.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void check(Command.Result result, String what) throws IOException {
    if (!result.fine()) {
      throw new IOException(
          "could not %s in %s as %s: %s".formatted(what, data, account.name(), tail(result)));
    }
  }

  private String tail(Command.Result result) throws IOException {
    Path log = data.resolve("start.log");
    String text = Files.exists(log) ? Files.readString(log) : "";
    String last = text.substring(Math.max(0, text.length() - 1000)).strip();
    return (result.output() + " " + last).strip();
  }
}

package sink.postgres;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [sink.postgres]}. */
@ObjectClassDefinition(
    name = "PostgreSQL storage",
    description = "Stores every event exactly once, and answers queries about what is stored.")
@interface PostgresConfiguration {
  /** Address of the database. */
  @AttributeDefinition(
      name = "Address",
      description =
          "jdbc:postgresql://host:port/database or postgres://user:password@host:port/database;"
              + " empty for the embedded server",
      required = false)
  String url() default "";

  /** User to log in as. */
  @AttributeDefinition(
      name = "User",
      description = "user to log in as; goes before one in the address",
      required = false)
  String user() default "";

  /** Password of the user. */
  @AttributeDefinition(
      name = "Password",
      description = "password of the user; goes before one in the address",
      type = AttributeType.PASSWORD,
      required = false)
  String _password() default "";

  /** How long events are kept. */
  @AttributeDefinition(
      name = "Retention of events",
      description = "how long events are kept, in whole days since they were received",
      min = "1d",
      max = "3650d",
      required = false)
  String retention() default "30d";

  /** How long samples are kept. */
  @AttributeDefinition(
      name = "Retention of samples",
      description = "how long samples are kept; empty: as other events",
      min = "1d",
      max = "3650d",
      required = false)
  String sample$_$retention() default "";

  /** How long log lines are kept. */
  @AttributeDefinition(
      name = "Retention of log lines",
      description = "how long log lines are kept; empty: as other events",
      min = "1d",
      max = "3650d",
      required = false)
  String log$_$retention() default "";

  /** How long observations of processes are kept. */
  @AttributeDefinition(
      name = "Retention of processes",
      description = "how long observations of processes are kept; empty: as other events",
      min = "1d",
      max = "3650d",
      required = false)
  String process$_$retention() default "";

  /** How long rounds of probes are kept. */
  @AttributeDefinition(
      name = "Retention of probes",
      description = "how long rounds of probes are kept; empty: as other events",
      min = "1d",
      max = "3650d",
      required = false)
  String probe$_$retention() default "";

  /** How long samples by minute are kept. */
  @AttributeDefinition(
      name = "Retention of samples by minute",
      description =
          "how long the roll-up of samples by minute is kept; at least as long as samples",
      min = "1d",
      max = "3650d",
      required = false)
  String minute$_$retention() default "90d";

  /** How long samples by hour are kept. */
  @AttributeDefinition(
      name = "Retention of samples by hour",
      description =
          "how long the roll-up of samples by hour is kept; at least as long as that by minute",
      min = "1d",
      max = "3650d",
      required = false)
  String hour$_$retention() default "400d";

  /** How long identities of batches are kept. */
  @AttributeDefinition(
      name = "Retention of batch identities",
      description =
          "how long a batch that is sent again is compared with what is stored; longer than any"
              + " agent may be away",
      min = "1d",
      max = "3650d",
      required = false)
  String batch$_$retention() default "90d";

  /** Longest time of a query. */
  @AttributeDefinition(
      name = "Time-out of queries",
      description = "longest time that one query may take",
      min = "100ms",
      max = "10m",
      required = false)
  String query$_$timeout() default "15s";

  /** Most queries at once. */
  @AttributeDefinition(
      name = "Connections for queries",
      description = "most queries at the same time; more wait",
      min = "1",
      max = "50",
      required = false)
  int query$_$connections() default 4;

  /** What to do with a server that may forget. */
  @AttributeDefinition(
      name = "Durability",
      description =
          "strict refuses a server with fsync, full_page_writes or synchronous_commit off; reduced"
              + " reports it and goes on",
      required = false)
  Durable durability() default Durable.strict;

  /** Answers to a server that may forget what it has committed. */
  enum Durable {
    /** It is refused. */
    strict,
    /** It is used and reported. */
    reduced
  }
}

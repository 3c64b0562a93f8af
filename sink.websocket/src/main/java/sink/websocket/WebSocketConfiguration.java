package sink.websocket;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [sink.websocket]}. */
@ObjectClassDefinition(
    name = "Collectors",
    description = "Sends every event to a collector, and keeps it until it is safe there.")
@interface WebSocketConfiguration {
  /** Addresses of the collectors. */
  @AttributeDefinition(
      name = "Addresses",
      description =
          "wss://host:port/transport of each collector; the first that answers is used. ws:// is"
              + " for loopback only")
  String[] addresses();

  /** Whom to trust. */
  @AttributeDefinition(
      name = "Authorities",
      description =
          "PEM file with the certificates of the authorities that collectors are trusted by;"
              + " empty: those of the Java runtime",
      required = false)
  String ca() default "";

  /** What this agent proves itself with. */
  @AttributeDefinition(
      name = "Certificate",
      description = "PEM file with the certificate of this agent; empty for none",
      required = false)
  String certificate() default "";

  /** The key of the certificate. */
  @AttributeDefinition(
      name = "Key",
      description = "PEM file with the private key of the certificate (PKCS #8, no password)",
      required = false)
  String key() default "";

  /** A secret that the collector knows. */
  @AttributeDefinition(
      name = "Token",
      description = "a token that collectors let this agent in with; empty for none",
      type = AttributeType.PASSWORD,
      required = false)
  String _token() default "";

  /** A file with it. */
  @AttributeDefinition(
      name = "File of the token",
      description =
          "file with the token instead, which nobody else may read; read for each connection",
      required = false)
  String token_file() default "";

  /** Time for a connection. */
  @AttributeDefinition(
      name = "Time to connect",
      description = "longest time until a collector has said hello",
      min = "100ms",
      max = "5m",
      required = false)
  String connect_timeout() default "10s";

  /** Half-open connections. */
  @AttributeDefinition(
      name = "Silence",
      description =
          "a connection on which nothing is heard for so long is dead; a third of it passes until"
              + " the collector is asked",
      min = "1s",
      max = "10m",
      required = false)
  String silence() default "45s";

  /** A collector that takes nothing. */
  @AttributeDefinition(
      name = "Patience",
      description =
          "where several collectors are named, one that takes nothing of what is sent to it for so"
              + " long is left for the next",
      min = "1s",
      max = "1h",
      required = false)
  String patience() default "60s";

  /** Shortest pause. */
  @AttributeDefinition(
      name = "First pause",
      description =
          "shortest pause before connecting again; the first is up to three times as long",
      min = "100ms",
      max = "10m",
      required = false)
  String reconnect_first() default "1s";

  /** Longest pause. */
  @AttributeDefinition(
      name = "Longest pause",
      description = "pauses grow with each failure, by chance, up to this",
      min = "100ms",
      max = "1h",
      required = false)
  String reconnect_most() default "60s";
}

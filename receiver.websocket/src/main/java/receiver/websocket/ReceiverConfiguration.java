package receiver.websocket;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [receiver.websocket]}. */
@ObjectClassDefinition(
    name = "Agents",
    description = "Takes batches from agents, and answers when they are safe in every storage.")
@interface ReceiverConfiguration {
  /** Where agents connect to. */
  @AttributeDefinition(
      name = "Address",
      description = "host:port to listen on; without certificate or join: of loopback only")
  String listen();

  /** What this collector proves itself with. */
  @AttributeDefinition(
      name = "Certificate",
      description = "PEM file with the certificate of this collector",
      required = false)
  String certificate() default "";

  /** The key of the certificate. */
  @AttributeDefinition(
      name = "Key",
      description = "PEM file with the private key of the certificate (PKCS #8, no password)",
      required = false)
  String key() default "";

  /** Whom to let in. */
  @AttributeDefinition(
      name = "Authorities of agents",
      description =
          "PEM file with the certificates of the authorities of agents; each agent then needs a"
              + " certificate whose common name is its own",
      required = false)
  String client_ca() default "";

  /** Certificates of the platform's own. */
  @AttributeDefinition(
      name = "Joining",
      description =
          "agents join with a token of `monitor token create --role agent`; collector and agents"
              + " prove themselves with certificates of the platform's own authority, so"
              + " certificate, key and client.ca are left out",
      required = false)
  boolean join() default false;

  /** Names of this collector. */
  @AttributeDefinition(
      name = "Names",
      description =
          "with join: host names and addresses that agents reach this collector under, beside"
              + " those that this host has itself",
      required = false)
  String[] names() default {};

  /** A secret that agents know. */
  @AttributeDefinition(
      name = "Token",
      description = "a token that agents are let in with; empty for none",
      type = AttributeType.PASSWORD,
      required = false)
  String _token() default "";

  /** Whether tokens are signed ones. */
  @AttributeDefinition(
      name = "Signed tokens",
      description =
          "agents need a signed token (JWT) that the keys of monitor.rest let in, of the role agent"
              + " and with their name as its subject",
      required = false)
  boolean jwt() default false;

  /** Tags of what comes. */
  @AttributeDefinition(
      name = "Tags",
      description = "tags that stand beside everything that comes here, each as key=value",
      required = false)
  String[] tags() default {};

  /** Wish for the compression of batches. */
  @AttributeDefinition(
      name = "Codecs",
      description =
          "how agents are asked to compress batches to come, the best first: zstd, lz4, snappy,"
              + " gzip, none",
      required = false)
  String[] codecs() default {"zstd", "lz4", "snappy", "gzip", "none"};

  /** Most connections. */
  @AttributeDefinition(
      name = "Connections",
      description = "most agents that may be connected at a time",
      min = "1",
      max = "100000",
      required = false)
  int connections_max() default 2_000;

  /** Window of a connection. */
  @AttributeDefinition(
      name = "Window",
      description = "most bytes of batches of one agent that are not answered yet",
      min = "64KiB",
      max = "1GiB",
      required = false)
  String window() default "8MiB";

  /** Memory for what arrives. */
  @AttributeDefinition(
      name = "Arriving",
      description = "most bytes, over all agents, of messages that are not complete yet",
      min = "8MiB",
      max = "64GiB",
      required = false)
  String arriving_max() default "64MiB";

  /** Half-open connections. */
  @AttributeDefinition(
      name = "Silence",
      description = "a connection on which nothing is heard for so long is closed",
      min = "1s",
      max = "1h",
      required = false)
  String silence() default "90s";

  /** Time to leave. */
  @AttributeDefinition(
      name = "Grace",
      description = "when it stops, agents get so long to hear the answers that are still to come",
      min = "0s",
      max = "1m",
      required = false)
  String grace() default "2s";
}

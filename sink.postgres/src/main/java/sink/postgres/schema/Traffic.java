package sink.postgres.schema;

/**
 * What traffic consists of, as columns and the table that they come from: the end of a {@code
 * select}, with a place for the name of the table, where the table may be one partition. Roll-ups
 * have columns of the same names.
 */
public final class Traffic {
  /** Reports of flows: what is asked of all of them. */
  public static final String FLOWS =
      """
      origin_id, data->>'id' as id,
        coalesce(attributes->>'network.protocol.name', data->>'protocol') as protocol,
        attributes->>'tls.server.name' as server,
        monitor.whole(data->'bytesSent') + monitor.whole(data->'bytesReceived') as bytes,
        monitor.whole(data->'packetsSent') + monitor.whole(data->'packetsReceived') as packets
      from %s\
      """;

  /** Reports of talkers, with what they sent since the report before. */
  public static final String TALKERS =
      """
      origin_id, coalesce(attributes->>'address', '') as address,
        monitor.whole(attributes->'bytes.sent') as sent,
        monitor.whole(attributes->'bytes.received') as received,
        monitor.whole(attributes->'packets') as packets
      from %s\
      """;

  /** Questions; the milliseconds to the answer are a list as those of an hour are. */
  public static final String QUESTIONS =
      """
      origin_id, coalesce(attributes->>'dns.question.name', '') as name, 1 as asked,
        coalesce((attributes->'dns.answered' = 'false')::int, 0) as unanswered,
        coalesce((attributes->>'dns.response.code' <> 'NOERROR')::int, 0) as failed,
        case when jsonb_typeof(attributes->'dns.latency') = 'number'
          then array[(attributes->'dns.latency')::float8] end as millis
      from %s\
      """;

  private Traffic() {}

  /** A condition: what comes from where a kind comes from. */
  static String of(String kind) {
    return "origin_id in (select o.id from monitor.origins o where o.kind = '%s')".formatted(kind);
  }
}

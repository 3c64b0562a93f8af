package sink.postgres.write;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Hop;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is kept of batches themselves: their identity, gaps, dead letters.
 *
 * @param connection in a transaction
 */
record Identities(Connection connection) {
  void batches(List<PreparedBatch> batches) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into monitor.batches (mark_id, origin_id, first_sequence, count, sha256, sealed,
              received, day, codec, payload_bytes, inflated_bytes, hops,
              first_time, last_time)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)) {
      for (PreparedBatch batch : batches) {
        BatchHeader header = batch.header();
        insert.setInt(1, batch.mark());
        insert.setInt(2, batch.common().origin());
        insert.setLong(3, header.id().firstSequence());
        insert.setInt(4, header.id().count());
        insert.setBytes(5, HexFormat.of().parseHex(header.sha256()));
        insert.setTimestamp(6, timestamp(header.sealedNanos()));
        insert.setTimestamp(7, timestamp(batch.common().receivedNanos()));
        insert.setObject(8, batch.common().day());
        insert.setString(9, header.codec().name());
        insert.setInt(10, header.payloadBytes());
        insert.setInt(11, header.inflatedBytes());
        insert.setString(12, hops(batch.batch().hops()));
        // Of a batch with a payload and no row the time of receipt: without times it would look
        // like
        // one of a version before, which did not write down those of traffic.
        boolean dead = !batch.isGap() && batch.buffer().rows() == 0;
        long received = batch.common().receivedNanos();
        long first = dead ? received : batch.buffer().firstMicros() * 1000;
        long last = dead ? received : batch.buffer().lastMicros() * 1000;
        insert.setTimestamp(13, timestamp(first));
        insert.setTimestamp(14, timestamp(last));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  void gaps(List<PreparedBatch> gaps) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into monitor.gaps values (?, ?, ?, ?, ?, ?, ?)")) {
      for (PreparedBatch gap : gaps) {
        insert.setInt(1, gap.mark());
        insert.setInt(2, gap.common().origin());
        insert.setLong(3, gap.id().firstSequence());
        insert.setInt(4, gap.id().count());
        insert.setString(5, Strings.readable(String.valueOf(gap.header().gap())));
        insert.setTimestamp(6, timestamp(gap.header().sealedNanos()));
        insert.setTimestamp(7, timestamp(gap.common().receivedNanos()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  void deadLetters(PreparedBatch batch, List<DeadLetter> letters) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into monitor.dead_letters values (?, ?, ?, ?, ?, ?)")) {
      for (DeadLetter letter : letters) {
        insert.setInt(1, batch.mark());
        insert.setInt(2, batch.common().origin());
        insert.setLong(3, letter.sequence());
        insert.setTimestamp(4, timestamp(batch.common().receivedNanos()));
        insert.setString(5, letter.reason());
        insert.setString(6, letter.event());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static Timestamp timestamp(long nanos) {
    return Timestamp.from(
        Instant.ofEpochSecond(
            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
  }

  private static @Nullable String hops(List<Hop> hops) {
    if (hops.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      Json.write(text, json -> write(json, hops));
    } catch (UnstorableException e) {
      throw new IllegalStateException("made readable before", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, List<Hop> hops) throws IOException {
    json.writeStartArray();
    for (Hop hop : hops) {
      json.writeStartObject();
      json.writeStringField("collector", Strings.readable(hop.collector()));
      json.writeStringField("peer", Strings.readable(hop.peerIdentity()));
      json.writeNumberField("receivedNanos", hop.receivedNanos());
      json.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
        json.writeStringField(Strings.readable(tag.getKey()), Strings.readable(tag.getValue()));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

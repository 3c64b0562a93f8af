package collector.traffic;

import static collector.traffic.Frames.join;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes capture files. */
final class Captures {
  /** A packet and when it was captured. */
  record Stamped(long timeNanos, byte[] frame) {}

  private Captures() {}

  static byte[] pcap(ByteOrder order, boolean nanos, List<Stamped> packets) {
    List<byte[]> parts = new ArrayList<>();
    ByteBuffer header = ByteBuffer.allocate(24).order(order);
    header.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(65_535).putInt(1);
    parts.add(header.array());
    for (Stamped packet : packets) {
      ByteBuffer record = ByteBuffer.allocate(16).order(order);
      record.putInt((int) (packet.timeNanos() / 1_000_000_000L));
      record.putInt((int) (packet.timeNanos() % 1_000_000_000L / (nanos ? 1 : 1000)));
      record.putInt(packet.frame().length).putInt(packet.frame().length);
      parts.add(record.array());
      parts.add(packet.frame());
    }
    return join(parts.toArray(byte[][]::new));
  }

  /** With time stamps in units of {@code 2^-exponent} or {@code 10^-exponent} seconds. */
  static byte[] pcapng(
      ByteOrder order, int resolution, long unitsPerSecond, List<Stamped> packets) {
    List<byte[]> parts = new ArrayList<>();
    ByteBuffer section = ByteBuffer.allocate(16).order(order);
    section.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
    parts.add(block(order, 0x0a0d0d0a, section.array()));
    parts.add(block(order, 5, new byte[12])); // of a kind that is left out
    ByteBuffer on = ByteBuffer.allocate(20).order(order);
    on.putShort((short) 1).putShort((short) 0).putInt(0);
    on.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    on.putShort((short) 0).putShort((short) 0);
    parts.add(block(order, 1, on.array()));
    for (Stamped packet : packets) {
      long seconds = packet.timeNanos() / 1_000_000_000L;
      long rest = packet.timeNanos() % 1_000_000_000L;
      long stamp = seconds * unitsPerSecond + rest * unitsPerSecond / 1_000_000_000L;
      int padded = packet.frame().length + 3 & ~3;
      ByteBuffer body = ByteBuffer.allocate(20 + padded).order(order);
      body.putInt(0).putInt((int) (stamp >>> 32)).putInt((int) stamp);
      body.putInt(packet.frame().length).putInt(packet.frame().length).put(packet.frame());
      parts.add(block(order, 6, body.array()));
    }
    return join(parts.toArray(byte[][]::new));
  }

  private static byte[] block(ByteOrder order, int type, byte[] body) {
    ByteBuffer block = ByteBuffer.allocate(12 + body.length).order(order);
    return block.putInt(type).putInt(12 + body.length).put(body).putInt(12 + body.length).array();
  }
}

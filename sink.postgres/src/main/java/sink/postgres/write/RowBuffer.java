package sink.postgres.write;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import monitor.api.event.Text;

/**
 * Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"), without the
 * header and the trailer of the file. As a stream it appends raw bytes. Used by one thread.
 */
final class RowBuffer extends OutputStream {
  private static final VarHandle INT2 = view(short[].class);
  private static final VarHandle INT4 = view(int[].class);
  private static final VarHandle INT8 = view(long[].class);

  /** Seconds from 1970 to 2000, where PostgreSQL's time begins. */
  private static final long EPOCH_MICROS = 946_684_800L * 1_000_000;

  private static final int NULL = -1;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final int SAMPLE_BYTES = 68;
  private static final byte JSONB_VERSION = 1;

  private byte[] bytes;
  private int size;
  private int[] ends = new int[256];
  private int rows;
  private long firstMicros = Long.MAX_VALUE / 1000;
  private long lastMicros = Long.MIN_VALUE / 1000;

  RowBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  /** Makes room; may replace the array, so the place goes into a variable first. */
  private int reserve(int length) {
    int at = size;
    if (at + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + length, bytes.length + (bytes.length >> 1)));
    }
    size = at + length;
    return at;
  }

  /** Begins a row with so many columns. */
  void begin(int columns) {
    int at = reserve(2);
    INT2.set(bytes, at, (short) columns);
  }

  /** Ends the row. */
  void end() {
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, rows * 2);
    }
    ends[rows++] = size;
  }

  /** Takes back what was written of a row that has not ended. */
  void undo() {
    size = rows == 0 ? 0 : ends[rows - 1];
  }

  /**
   * A whole row of columns that are never null and always as long: one check of the room for all.
   * {@code sequence, time, value, origin, series, day, nanos}.
   */
  void sample(long sequence, long nanos, double value, int origin, int series, int days) {
    int at = reserve(SAMPLE_BYTES);
    INT2.set(bytes, at, (short) 7);
    put(at + 2, sequence);
    put(at + 14, micros(nanos));
    put(at + 26, Double.doubleToRawLongBits(value));
    put(at + 38, origin);
    put(at + 46, series);
    put(at + 54, days);
    INT4.set(bytes, at + 62, 2);
    INT2.set(bytes, at + 66, (short) Math.floorMod(nanos, 1000L));
    end();
    spans(nanos);
  }

  /** Counts the time of an event of its rows. */
  void spans(long nanos) {
    long micros = Math.floorDiv(nanos, 1000L);
    firstMicros = Math.min(firstMicros, micros);
    lastMicros = Math.max(lastMicros, micros);
  }

  /** Time of the first of its events as it is stored, since 1970; of none, beyond the last. */
  long firstMicros() {
    return firstMicros;
  }

  /** Time of the last of its events as it is stored, since 1970. */
  long lastMicros() {
    return lastMicros;
  }

  private void put(int at, long value) {
    INT4.set(bytes, at, 8);
    INT8.set(bytes, at + 4, value);
  }

  private void put(int at, int value) {
    INT4.set(bytes, at, 4);
    INT4.set(bytes, at + 4, value);
  }

  private static long micros(long nanos) {
    return Math.floorDiv(nanos, 1000L) - EPOCH_MICROS;
  }

  void int8(long value) {
    int at = reserve(12);
    put(at, value);
  }

  void int4(int value) {
    int at = reserve(8);
    put(at, value);
  }

  void int2(int value) {
    int at = reserve(6);
    INT4.set(bytes, at, 2);
    INT2.set(bytes, at + 4, (short) value);
  }

  void float8(double value) {
    int8(Double.doubleToRawLongBits(value));
  }

  void bool(boolean value) {
    int at = reserve(5);
    INT4.set(bytes, at, 1);
    bytes[at + 4] = (byte) (value ? 1 : 0);
  }

  /** A time without what is beyond its microseconds. */
  void time(long nanos) {
    int8(micros(nanos));
  }

  /** What is beyond the microseconds of a time. */
  void remainder(long nanos) {
    int2((int) Math.floorMod(nanos, 1000L));
  }

  /** Days since 2000-01-01. */
  void date(int days) {
    int4(days);
  }

  void bytes(byte[] value) {
    int at = reserve(4 + value.length);
    INT4.set(bytes, at, value.length);
    System.arraycopy(value, 0, bytes, at + 4, value.length);
  }

  /** A text that is known to be storable. */
  void text(Text value) {
    int at = reserve(4 + value.length());
    INT4.set(bytes, at, value.length());
    value.copyTo(bytes, at + 4);
  }

  /** A text of ASCII without zero bytes, which nearly all lines are; false if it is not. */
  boolean ascii(Text value) {
    int before = size;
    text(value);
    if (isAscii(before + 4, size)) {
      return true;
    }
    size = before;
    return false;
  }

  private boolean isAscii(int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long eight = (long) INT8.get(bytes, at);
      // A byte that is zero borrows from its highest bit.
      if (((eight | eight - ONES) & HIGHS) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] <= 0) {
        return false;
      }
    }
    return true;
  }

  void text(String what, String value) throws UnstorableException {
    bytes(Strings.utf8(what, value));
  }

  void none() {
    int at = reserve(4);
    INT4.set(bytes, at, NULL);
  }

  /** Begins a jsonb column; append its text, then {@link #endOpen}. */
  int beginJson() {
    int at = reserve(5);
    bytes[at + 4] = JSONB_VERSION;
    return at;
  }

  /** Ends what began at a place. */
  void endOpen(int at) {
    INT4.set(bytes, at, size - at - 4);
  }

  @Override
  public void write(int b) {
    int at = reserve(1);
    bytes[at] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int at = reserve(length);
    System.arraycopy(source, offset, bytes, at, length);
  }

  /** Number of whole rows. */
  int rows() {
    return rows;
  }

  /** The bytes, valid up to {@link #end(int)} of the last row. */
  byte[] array() {
    return bytes;
  }

  /** Where a row ends, and the next begins; 0 for -1. */
  int end(int row) {
    return row < 0 ? 0 : ends[row];
  }
}

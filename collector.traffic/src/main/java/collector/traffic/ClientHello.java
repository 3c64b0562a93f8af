package collector.traffic;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a TLS client, and the server name in it (RFC 8446, 4.1.2; RFC 6066, 3).
 *
 * @param state how far it could be read
 * @param serverName what it asks for, in lower case; null if it does not say
 */
record ClientHello(State state, @Nullable String serverName) {
  /** How far it could be read. */
  enum State {
    /** More of the client's bytes are needed. */
    UNFINISHED,
    /** It was read. */
    READ,
    /** It is something else, or malformed. */
    OTHER
  }

  /** Most bytes that are looked at; a client with post-quantum keys sends about 1,800. */
  static final int LONGEST = 8192;

  private static final ClientHello UNFINISHED = new ClientHello(State.UNFINISHED, null);
  static final ClientHello OTHER = new ClientHello(State.OTHER, null);
  private static final ClientHello NAMELESS = new ClientHello(State.READ, null);

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int RECORD_HEADER = 5;
  private static final int LONGEST_NAME = 255;

  /** Whether a client's first bytes may begin such a message. */
  static boolean mayBegin(int first, int second) {
    return first == HANDSHAKE && second == 3;
  }

  /** Reads the first bytes of a connection; never throws. */
  static ClientHello read(byte[] bytes, int length) {
    byte[] message = new byte[length];
    int size = 0;
    int at = 0;
    while (at + RECORD_HEADER <= length) {
      if (!mayBegin(bytes[at], bytes[at + 1])) {
        return OTHER;
      }
      int record = number(bytes, at + 3, 2);
      int there = Math.min(record, length - at - RECORD_HEADER);
      System.arraycopy(bytes, at + RECORD_HEADER, message, size, there);
      size += there;
      at += RECORD_HEADER + record;
      if (size >= 4) {
        int whole = 4 + number(message, 1, 3);
        if (message[0] != CLIENT_HELLO || whole > LONGEST) {
          return OTHER;
        }
        if (size >= whole) {
          return message(message, whole);
        }
      }
    }
    return UNFINISHED;
  }

  /** A number of some bytes in network order. */
  private static int number(byte[] bytes, int at, int size) {
    int number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | bytes[at + i] & 0xff;
    }
    return number;
  }

  private static ClientHello message(byte[] bytes, int end) {
    int at = 4 + 2 + 32;
    at = after(bytes, at, 1, end); // session
    at = after(bytes, at, 2, end); // cipher suites
    at = after(bytes, at, 1, end); // compression
    if (at < 0) {
      return OTHER;
    }
    if (at == end) {
      return NAMELESS;
    }
    int extensionsEnd = after(bytes, at, 2, end);
    return extensionsEnd < 0 ? OTHER : extensions(bytes, at + 2, extensionsEnd);
  }

  /** Where a field ends that begins with its length in so many bytes; -1 if it is not whole. */
  private static int after(byte[] bytes, int at, int size, int end) {
    if (at < 0 || at + size > end) {
      return -1;
    }
    int after = at + size + number(bytes, at, size);
    return after > end ? -1 : after;
  }

  private static ClientHello extensions(byte[] bytes, int from, int end) {
    int at = from;
    while (at + 4 <= end) {
      int after = after(bytes, at + 2, 2, end);
      if (after < 0) {
        return OTHER;
      }
      if (number(bytes, at, 2) == SERVER_NAME) {
        return serverName(bytes, at + 4, after);
      }
      at = after;
    }
    return NAMELESS;
  }

  private static ClientHello serverName(byte[] bytes, int at, int end) {
    // A list of which only host names, type 0, are defined, and one of them is allowed.
    if (at + 5 > end || bytes[at + 2] != 0) {
      return NAMELESS;
    }
    int length = number(bytes, at + 3, 2);
    if (length == 0 || length > LONGEST_NAME || at + 5 + length > end) {
      return OTHER;
    }
    for (int i = at + 5; i < at + 5 + length; i++) {
      if (bytes[i] <= ' ' || bytes[i] == 0x7f) {
        return OTHER; // a name has no such bytes, and no reader should see them
      }
    }
    String name = new String(bytes, at + 5, length, StandardCharsets.US_ASCII);
    return new ClientHello(State.READ, name.toLowerCase(java.util.Locale.ROOT));
  }
}

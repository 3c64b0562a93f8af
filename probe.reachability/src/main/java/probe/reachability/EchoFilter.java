package probe.reachability;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a raw socket is to receive: only answers with our nonce. Without it the kernel gives it the
 * answers to the requests of every other program too, and has no room left for ours when those are
 * many. A program for the machine of BSD packet filters: bpf(4), and linux/filter.h.
 */
final class EchoFilter {
  private static final int NONCE = 8;

  private static final short LOAD_HEADER_LENGTH = 0xb1;
  private static final short LOAD_WORD = 0x20;
  private static final short LOAD_WORD_BEHIND_HEADER = 0x40;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short RETURN = 0x06;

  private EchoFilter() {}

  /** Of version 4 the IP header comes first, of version 6 it does not. */
  static byte[] program(IcmpFamily family, long nonce) {
    boolean header = family == IcmpFamily.V4;
    short load = header ? LOAD_WORD_BEHIND_HEADER : LOAD_WORD;
    ByteBuffer program = ByteBuffer.allocate(8 * (header ? 7 : 6)).order(ByteOrder.nativeOrder());
    if (header) {
      instruction(program, LOAD_HEADER_LENGTH, 0, 0);
    }
    instruction(program, load, 0, NONCE);
    instruction(program, JUMP_IF_EQUAL, 3, (int) (nonce >>> 32));
    instruction(program, load, 0, NONCE + 4);
    instruction(program, JUMP_IF_EQUAL, 1, (int) nonce);
    instruction(program, RETURN, 0, -1);
    instruction(program, RETURN, 0, 0);
    return program.array();
  }

  /**
   * @param otherwise how many instructions to pass over if the comparison fails
   */
  private static void instruction(ByteBuffer program, short code, int otherwise, int operand) {
    program.putShort(code).put((byte) 0).put((byte) otherwise).putInt(operand);
  }
}

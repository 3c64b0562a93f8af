package monitor.api.event;

/**
 * A network flow: the packets of one direction-less conversation.
 *
 * @param id identifies the flow within its source
 * @param protocol lower case name, such as {@code tcp}
 * @param sourceAddress address of the side that spoke first
 * @param sourcePort its port; 0 for protocols without ports
 * @param destinationAddress address of the other side
 * @param destinationPort its port; 0 for protocols without ports
 * @param state state of the connection, such as {@code established}; empty without one
 * @param bytesSent from source to destination, link layer included
 * @param bytesReceived from destination to source
 * @param packetsSent from source to destination
 * @param packetsReceived from destination to source
 * @param startNanos first packet, nanoseconds since 1970
 * @param endNanos last packet so far, nanoseconds since 1970
 */
public record Flow(
    String id,
    String protocol,
    String sourceAddress,
    int sourcePort,
    String destinationAddress,
    int destinationPort,
    String state,
    long bytesSent,
    long bytesReceived,
    long packetsSent,
    long packetsReceived,
    long startNanos,
    long endNanos)
    implements Payload {
  @Override
  public Kind kind() {
    return Kind.FLOW;
  }
}

/** Sends batches to a collector over WebSocket. */
@NullMarked
package sink.websocket;

import org.jspecify.annotations.NullMarked;

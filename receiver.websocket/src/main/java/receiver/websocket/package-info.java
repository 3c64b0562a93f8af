/** Takes batches from agents over WebSocket. */
@NullMarked
package receiver.websocket;

import org.jspecify.annotations.NullMarked;

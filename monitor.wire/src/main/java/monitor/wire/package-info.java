/**
 * What agent and collector say to each other (docs/wire.md): messages as bytes, and the TLS of both
 * sides.
 */
@NullMarked
package monitor.wire;

import org.jspecify.annotations.NullMarked;

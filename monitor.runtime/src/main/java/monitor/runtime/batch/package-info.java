/** Batches: encoding, compression, hash. The format is described in docs/wire.md. */
@NullMarked
package monitor.runtime.batch;

import org.jspecify.annotations.NullMarked;

/**
 * The runtime as a plain Java library: journal, batching, routing, negotiation, lifecycle,
 * accounting. Under OSGi {@code monitor.runtime.osgi} feeds it from the service registry.
 */
@NullMarked
@Export
@Version("1.0.0")
package monitor.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

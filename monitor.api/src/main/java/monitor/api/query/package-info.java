/** The reading side of storage; offered by the storage plugin, used by the REST API. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.query;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

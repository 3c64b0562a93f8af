/** Events: immutable facts with a time, a payload and attributes. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

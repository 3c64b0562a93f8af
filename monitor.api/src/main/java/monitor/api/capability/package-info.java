/** What a component may do: flags that are declared, negotiated and granted. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.capability;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

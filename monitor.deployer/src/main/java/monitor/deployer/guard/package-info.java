/** What the code of plugins calls instead of what would end the process. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.deployer.guard;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * Operating a running platform: pipeline, plugins, deployments; offered by the core, used by the
 * REST API.
 */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.operation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * Who agents are: the platform's own certificate authority, offered by the core of a collector to
 * whatever takes agents in, and to the REST API; signed tokens, which the REST API has the keys of;
 * and which agents are connected.
 */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.identity;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

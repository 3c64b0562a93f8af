/** Who signed a jar, whether that person is trusted, and what the policy makes of it. */
@NullMarked
package monitor.deployer.signature;

import org.jspecify.annotations.NullMarked;

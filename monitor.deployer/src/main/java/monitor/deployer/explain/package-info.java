/** Failures of resolver, components and class loading in plain words: pure functions. */
@NullMarked
package monitor.deployer.explain;

import org.jspecify.annotations.NullMarked;

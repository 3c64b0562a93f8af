/**
 * Agents, collectors and their database, each as on a machine of its own: in a network namespace,
 * with one address, at a common bridge.
 */
@org.jspecify.annotations.NullMarked
package monitor.itest.space;

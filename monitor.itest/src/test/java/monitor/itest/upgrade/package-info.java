/**
 * New versions of the shipped plugins, and the storm of upgrades: every version has other classes
 * and stamps what passes through it.
 */
@org.jspecify.annotations.NullMarked
package monitor.itest.upgrade;

/**
 * Tests of the whole system: the assembled distribution as a process, its bundles in a framework.
 */
package monitor.itest;

// Runs the programs that the build needs, from the locked packages only.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, succeeded, unchanged } from './inputs.mjs';

/** Runs a program in the bundle's folder; its exit code. */
export function statusOf(program, ...args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

/** Runs a program in the bundle's folder; a failure ends the build with its exit code. */
export function run(program, ...args) {
  const status = statusOf(program, ...args);
  if (status !== 0) process.exit(status);
}

/** Installs the locked packages unless they are there. Scripts of packages are never run. */
export function installPackages() {
  if (unchanged('packages')) return;
  run('npm', 'ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  succeeded('packages');
}

/** Checks the types of everything, tests too. */
export function checkTypes() {
  run(process.execPath, join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit');
}

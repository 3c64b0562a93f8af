// Knows what the build reads, so that a build without changes costs nothing.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const target = join(root, 'target');
export const output = join(target, 'classes', 'static');

const BUILD_INPUTS = ['package-lock.json', 'tsconfig.json', 'src/build', 'src/main/ts', 'src/main/css', 'src/main/html'];
const TEST_INPUTS = [...BUILD_INPUTS, 'src/test'];

function files(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => files(join(path, name)));
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => files(join(root, path)))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const stamps = {
  build: { paths: BUILD_INPUTS, file: join(target, 'web-build.sha256') },
  unit: { paths: TEST_INPUTS, file: join(target, 'web-unit.sha256') },
  browser: { paths: TEST_INPUTS, file: join(target, 'web-browser.sha256') },
  packages: { paths: ['package-lock.json'], file: join(root, 'node_modules', '.lock.sha256') },
};

/** Whether nothing that this step reads changed since it last succeeded. */
export function unchanged(step) {
  const { paths, file } = stamps[step];
  return existsSync(file) && readFileSync(file, 'utf8') === digest(paths);
}

/** Notes that this step succeeded with the inputs as they are. */
export function succeeded(step) {
  const { paths, file } = stamps[step];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digest(paths));
}

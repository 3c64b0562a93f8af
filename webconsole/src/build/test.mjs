// Runs the tests written in TypeScript with Node's own runner; called by Maven and by npm.
// Without arguments: the unit tests. `--browser`: the tests in a real Chromium. `--screenshots`: pictures of every page.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, succeeded, target, unchanged } from './inputs.mjs';
import { installPackages, run } from './tools.mjs';

const browser = process.argv.includes('--browser');
const screenshots = process.argv.includes('--screenshots');

async function compile(folder, pattern) {
  const { build } = await import('esbuild');
  const out = join(target, 'web-tests');
  const names = readdirSync(join(root, folder)).filter((name) => pattern.test(name));
  rmSync(out, { recursive: true, force: true });
  await build({
    entryPoints: names.map((name) => join(root, folder, name)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return names.map((name) => join(out, name.replace(/\.tsx?$/, '.mjs')));
}

if (browser) {
  installPackages();
  run(process.execPath, '--test', '--test-concurrency=1', '--test-timeout=600000', ...(await compile('src/test/browser', /\.test\.ts$/)));
} else if (screenshots) {
  installPackages();
  run(process.execPath, ...(await compile('src/test/browser', /^screenshots\.ts$/)));
} else if (unchanged('test')) {
  console.log('Web console: nothing changed since its tests passed.');
} else {
  installPackages();
  run(process.execPath, '--test', '--test-reporter=dot', ...(await compile('src/test/ts', /\.test\.tsx?$/)));
  succeeded('test');
}

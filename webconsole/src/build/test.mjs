// Runs the tests written in TypeScript with Node's own runner; called by Maven and by npm.
// Without arguments: the unit tests. `--browser`: the tests in a real Chromium. `--screenshots`: pictures of every page.
// `--platform`: the tests in a real Chromium of a running platform, whose address is in MONITOR_URL, and its set-up
// secret (or MONITOR_USER and MONITOR_PASSWORD) in MONITOR_SETUP.
// `--go-on`: a test that fails is told in the report and does not end the build.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, succeeded, target, unchanged } from './inputs.mjs';
import { reportOf, reporters } from './report.mjs';
import { installPackages, run, statusOf } from './tools.mjs';

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

async function step(name, folder, pattern, reporter, ...options) {
  if (unchanged(name)) {
    console.log(`Web console: nothing changed since its ${name} tests passed.`);
    return;
  }
  installPackages();
  const status = statusOf(process.execPath, '--test', ...options, ...reporters(name, reporter), ...(await compile(folder, pattern)));
  const failed = reportOf(name);
  if (status === 0) succeeded(name);
  else if (failed.length === 0 || !process.argv.includes('--go-on')) process.exit(status);
  failed.forEach((test) => console.log(`[ERROR] Tests run: 1, Failures: 1 <<< FAILURE! -- in webconsole.${name}: ${test}`));
}

if (process.argv.includes('--platform')) {
  installPackages();
  run(process.execPath, '--test', '--test-reporter=spec', ...(await compile('src/test/browser', /^platform\.ts$/)));
} else if (screenshots) {
  installPackages();
  run(process.execPath, ...(await compile('src/test/browser', /^screenshots\.ts$/)));
} else if (browser) {
  await step('browser', 'src/test/browser', /\.test\.ts$/, 'spec', '--test-concurrency=1', '--test-timeout=600000');
} else {
  await step('unit', 'src/test/ts', /\.test\.tsx?$/, 'dot');
}

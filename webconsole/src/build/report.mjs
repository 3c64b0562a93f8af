// Writes what the tests did where Maven's own tests write it, so that all are counted in one place.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { target } from './inputs.mjs';

const folder = join(target, 'surefire-reports');

function file(name) {
  return join(folder, `TEST-webconsole.${name}.xml`);
}

/** Options of Node: one report to be read now, one to be counted. */
export function reporters(name, shown) {
  mkdirSync(folder, { recursive: true });
  return [
    `--test-reporter=${shown}`,
    '--test-reporter-destination=stdout',
    '--test-reporter=junit',
    `--test-reporter-destination=${file(name)}`,
  ];
}

/** Names the tests that failed; Node's report has no sums, which a reader of such reports expects. */
export function reportOf(name) {
  const text = readFileSync(file(name), 'utf8');
  const cases = [...text.matchAll(/<testcase name="([^"]*)"[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g)];
  const failed = cases.filter(([whole]) => whole.includes('<failure')).map(([, test]) => test);
  const skipped = cases.filter(([whole]) => whole.includes('<skipped')).length;
  const suite = `<testsuite name="webconsole.${name}" tests="${cases.length}" errors="0" skipped="${skipped}" failures="${failed.length}">`;
  writeFileSync(file(name), text.replace('<testsuites>', suite).replace('</testsuites>', '</testsuite>'));
  return failed;
}

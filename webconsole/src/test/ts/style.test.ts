import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const FOLDER = 'src/main/css';
/** What only changes the look of Bulma, or of all others where there is little room. */
const ON_TOP = ['_bulma-tokens.scss', '_narrow.scss'];

test('a class has its look in one file: another of the same name would change what it never saw', () => {
  const files = new Map<string, string[]>();
  for (const file of readdirSync(FOLDER).filter((name) => !ON_TOP.includes(name))) {
    for (const [, name = ''] of readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(/^\.([\w-]+) \{$/gm)) {
      files.set(name, [...(files.get(name) ?? []), file]);
    }
  }
  assert.ok(files.size > 50, `${files.size} classes were found`);
  assert.deepEqual([...files].filter(([, found]) => found.length > 1), []);
});

// Builds what the bundle serves into target/classes/static; called by Maven and by `npm run build`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { output, succeeded, unchanged } from './inputs.mjs';
import { checkTypes, installPackages } from './tools.mjs';

if (unchanged('build') && existsSync(join(output, 'index.html'))) {
  console.log('Web console: nothing changed.');
} else {
  installPackages();
  checkTypes();
  const { bundle } = await import('./bundle.mjs');
  const { firstLoadBytes, limitBytes } = await bundle({ minify: true });
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  console.log(`Web console: first load ${kib(firstLoadBytes)} gzip of ${kib(limitBytes)} allowed.`);
  if (firstLoadBytes > limitBytes) {
    console.error('The first load is too large: make it smaller or load a part of it later.');
    process.exit(1);
  }
  succeeded('build');
}

// Serves the page, built without minifying, with the data of the fixture: `npm run dev [normal|empty|many|setup]`.
import { join } from 'node:path';
import { root, target } from './inputs.mjs';
import { installPackages, run } from './tools.mjs';

installPackages();
const [{ build }, { bundle }] = await Promise.all([import('esbuild'), import('./bundle.mjs')]);
await bundle({ minify: false });
const out = join(target, 'web-dev', 'dev.mjs');
await build({ entryPoints: [join(root, 'src/test/server/dev.ts')], outfile: out, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' });
run(process.execPath, out, ...process.argv.slice(2));

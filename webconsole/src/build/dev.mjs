// Serves the page, built without minifying, with the data of the fixture: `npm run dev [normal|empty|many|setup]`.
import { join } from 'node:path';
import { root, target } from './inputs.mjs';
import { installPackages, run } from './tools.mjs';

installPackages();
const [{ build }, { bundle }] = await Promise.all([import('esbuild'), import('./bundle.mjs')]);
const folder = join(target, 'web-dev', 'files');
await bundle({ minify: false, folder });
const out = join(target, 'web-dev', 'dev.mjs');
await build({ entryPoints: [join(root, 'src/test/server/dev.ts')], outfile: out, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' });
const [kind = 'normal'] = process.argv.slice(2);
run(process.execPath, out, kind, folder);

// Turns TypeScript, Sass and HTML into hashed, compressed files.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { PurgeCSS } from 'purgecss';
import * as sass from 'sass';
import { output, root } from './inputs.mjs';

const LIMIT_BYTES = 120 * 1000;
const source = (...path) => join(root, 'src', 'main', ...path);

async function scripts(minify, folder) {
  const result = await esbuild.build({
    entryPoints: [source('ts', 'main.tsx'), source('ts', 'theme-first.ts')],
    bundle: true,
    format: 'esm',
    target: ['es2022'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    outdir: folder,
    minify,
    sourcemap: minify ? false : 'inline',
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  return result.outputFiles.map(({ path, contents }) => ({ name: basename(path), contents: Buffer.from(contents) }));
}

async function purge(css) {
  const [{ css: purged }] = await new PurgeCSS().purge({
    content: [source('ts', '**', '*.{ts,tsx}'), source('html', '*.html')],
    css: [{ raw: css }],
    safelist: { standard: [/^tone-/, /^severity-/, /^loss-/, 'is-multiple', 'is-loading'], greedy: [/uplot/, /data-theme/], variables: [/^--line-/, /^--(grid|text|accent|bad)/] },
    variables: true,
    keyframes: true,
  });
  return purged;
}

async function styles(minify) {
  const { css } = sass.compile(source('css', 'console.scss'), {
    loadPaths: [join(root, 'node_modules')],
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  const uplot = readFileSync(join(root, 'node_modules', 'uplot', 'dist', 'uPlot.min.css'), 'utf8');
  const all = uplot + (await purge(css));
  const { code } = await esbuild.transform(all, { loader: 'css', minify, target: ['es2022'] });
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 8).toUpperCase();
  return { name: `console-${hash}.css`, contents: Buffer.from(code) };
}

function page(files) {
  const named = (prefix) => files.find(({ name }) => name.startsWith(prefix)).name;
  return readFileSync(source('html', 'index.html'), 'utf8')
    .replace('{{script}}', named('main-'))
    .replace('{{theme}}', named('theme-first-'))
    .replace('{{style}}', named('console-'));
}

function write({ name, contents }, folder) {
  const compressed = gzipSync(contents, { level: 9 });
  writeFileSync(join(folder, name), contents);
  if (!name.endsWith('.png')) writeFileSync(join(folder, `${name}.gz`), compressed);
  return compressed.length;
}

/** Builds everything; tells how many compressed bytes a first visit loads, and how many it may. */
export async function bundle({ minify, folder = output }) {
  const files = [...(await scripts(minify, folder)), await styles(minify)];
  const fixed = [
    { name: 'index.html', contents: Buffer.from(page(files)) },
    { name: 'favicon.svg', contents: readFileSync(source('html', 'favicon.svg')) },
  ];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sizes = [...files, ...fixed].map((file) => write(file, folder));
  return { firstLoadBytes: sizes.reduce((sum, size) => sum + size, 0), limitBytes: LIMIT_BYTES };
}

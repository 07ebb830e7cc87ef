// Builds dist/baoxiao-chat.js, writes its integrity line, and refuses to grow too large.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const LIMIT = 60_000; // bytes, gzipped
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [here('src/index.ts')],
  write: false,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2021',
  charset: 'utf8',
  legalComments: 'eof',
});

// minified code breaks lines only inside templates, where one space says the same
const code = outputFiles[0].text.replace(/\n[ \t]+/g, ' ');
const size = gzipSync(code, { level: 9 }).length;
const digest = createHash('sha384').update(code).digest('base64');
await mkdir(here('dist'), { recursive: true });
await writeFile(here('dist/baoxiao-chat.js'), code);
await writeFile(here('dist/baoxiao-chat.js.sri'), `sha384-${digest}\n`);
console.log(`dist/baoxiao-chat.js: ${Buffer.byteLength(code)} bytes, ${size} bytes gzipped`);
if (size > LIMIT) {
  console.error(`The widget is too large: ${size} bytes gzipped, at most ${LIMIT} allowed.`);
  process.exitCode = 1;
}

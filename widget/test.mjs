// Bundles test/*.test.ts and runs them with Node's own test runner.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here('node_modules/.cache/baoxiao-test');

const tests = readdirSync(here('test')).filter((name) => name.endsWith('.test.ts'));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: tests.map((name) => here(`test/${name}`)),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
const files = tests.map((name) => `${out}/${name.replace(/\.ts$/, '.mjs')}`);
process.exitCode =
  spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;

// Make data/web of web/: the types of the API, the check of all types, the bundle, each file once more compressed, and the list
// of what the server may serve (src/server/shelf.h). Run by tools/web.sh.
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {gzipSync, constants} from 'node:zlib';
import {build} from 'vite';

const OUT = new URL('../data/web/', import.meta.url).pathname;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};
const LEAST = 1024; // bytes; a smaller file is not worth compressing

function run(tool, ...args) {
  execFileSync(process.execPath, [tool, ...args], {stdio: ['ignore', 'ignore', 'inherit']});
}

function filesBelow(folder) {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

run('node_modules/openapi-typescript/bin/cli.js', '../api/openapi.yaml', '-o', 'src/api/schema.d.ts');
run('node_modules/typescript/bin/tsc');
await build({logLevel: 'warn'});

const rows = ['path\tfile\tpacked\ttype\tlasting', '# Made by web/build.mjs. The files of the workbench; no other can be asked for. packed: the same with gzip.',
  '# lasting: the name changes with the content. A page answers for every path below its own.'];
for (const path of filesBelow(OUT)) {
  const file = relative(OUT, path);
  const bytes = readFileSync(path);
  const type = TYPES[file.slice(file.lastIndexOf('.'))];
  if (type === undefined) {
    throw new Error(`${file}: no content type is known for it (TYPES in build.mjs)`);
  }
  let packed = '';
  if (bytes.length >= LEAST && !file.endsWith('.html')) {
    packed = `${file}.gz`;
    writeFileSync(`${path}.gz`, gzipSync(bytes, {level: constants.Z_BEST_COMPRESSION}));
  }
  if (file !== 'index.html') {
    rows.push([`/${file}`, file, packed, type, file.startsWith('a/') ? 'yes' : 'no'].join('\t'));
  }
}
for (const page of readFileSync('pages.txt', 'utf8').trim().split('\n')) {
  rows.push([page, 'index.html', '', TYPES['.html'], 'page'].join('\t'));
}
writeFileSync(join(OUT, 'files.tsv'), rows.join('\n') + '\n');
if (!existsSync(join(OUT, 'index.html'))) {
  throw new Error('there is no index.html');
}

// node eng/vega.cjs   Takes the charts' scripts, and the licences of all that is bundled in them, out of node_modules into
// src/Giqa.Web/Assets/Vega, so that a build needs no npm. Run it after a change of their versions in package.json and `npm ci`.
const fs = require('fs');
const path = require('path');

const root = path.resolve(__dirname, '..');
const modules = path.join(root, 'node_modules');
const output = path.join(root, 'src', 'Giqa.Web', 'Assets', 'Vega');
const bundled = /^(vega.*|d3-.*|topojson-client|delaunator|robust-predicates|internmap|semver|fast-json-patch|json-stringify-pretty-compact|tslib)$/;

for (const name of ['vega', 'vega-lite', 'vega-embed']) {
  fs.copyFileSync(path.join(modules, name, 'build', `${name}.min.js`), path.join(output, `${name}.min.js`));
}

// Equal texts are written once.
const texts = new Map();
for (const name of fs.readdirSync(modules).filter(name => bundled.test(name)).sort()) {
  const file = ['LICENSE', 'LICENSE.txt'].map(licence => path.join(modules, name, licence)).find(fs.existsSync);
  if (!file) throw new Error(`${name} has no licence file`);
  const text = fs.readFileSync(file, 'utf8').replace(/\r\n?/g, '\n').trim();
  texts.set(text, [...(texts.get(text) ?? []), name]);
}
const parts = [...texts].map(([text, names]) => `${names.join(', ')}\n\n${text}`).sort();
fs.writeFileSync(path.join(output, 'licences.txt'), parts.join('\n\n') + '\n');

// Makes the golden features of the built-in backbones with TensorFlow.js itself, an implementation that shares nothing with
// ours. Run it outside the repository, in a folder with these packages:
//   npm install @tensorflow/tfjs-core@4 @tensorflow/tfjs-layers@4 @tensorflow/tfjs-backend-cpu@4 @tensorflow/tfjs-backend-wasm@4 nsfwjs@4.4.0
//   NODE_PATH=$PWD/node_modules node /path/to/make_golden.cjs OUTPUT_FOLDER
const fs = require('fs');
const path = require('path');
const tf = require('@tensorflow/tfjs-core');
const layers = require('@tensorflow/tfjs-layers');
const wasm = require('@tensorflow/tfjs-backend-wasm');

const backbones = {
  'mobilenet-mid': {
    folder: 'mobilenet_v2', size: 224,
    taps: ['block_6_expand_relu', 'block_8_expand_relu', 'block_10_expand_relu', 'block_13_expand_relu'],
  },
  'mobilenet-low': {
    folder: 'mobilenet_v2', size: 224,
    taps: ['block_3_depthwise_relu', 'block_3_expand_relu', 'block_5_expand_relu', 'block_6_expand_relu', 'block_6_depthwise_relu', 'block_8_expand_relu'],
  },
  'inception-mid': { folder: 'inception_v3', size: 299, taps: ['mixed6'] },
};

// Two pictures that need no file: a smooth one and a busy one. GoldenImages.cs draws the same.
const patterns = [
  (x, y, c, size) => Math.floor(([x, y, x + y][c] * 255) / ([1, 1, 2][c] * (size - 1))),
  (x, y, c) => ((x * (7 + c) + y * (13 - 2 * c) + ((x * y) >> 3)) * 31 >> 2) & 255,
];

async function load(folder) {
  const root = path.resolve('node_modules/nsfwjs/dist/models', folder);
  const model = require(path.join(root, 'model.min.js'));
  const shards = model.weightsManifest[0].paths.map(name => Buffer.from(require(path.join(root, `${name}.min.js`)), 'base64'));
  const data = Buffer.concat(shards);
  return layers.loadLayersModel(tf.io.fromMemory({
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest[0].weights,
    weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  }));
}

function draw(size) {
  const values = new Float32Array(patterns.length * size * size * 3);
  let i = 0;
  for (const pattern of patterns)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        for (let c = 0; c < 3; c++) values[i++] = pattern(x, y, c, size) / 255;
  return tf.tensor4d(values, [patterns.length, size, size, 3]);
}

function writeNpy(file, rows, columns, values) {
  let header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  header = header.padEnd(128 - 10 - 1) + '\n';
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  fs.writeFileSync(file, Buffer.concat([start, Buffer.from(header, 'latin1'), Buffer.from(values.buffer, values.byteOffset, values.byteLength)]));
}

async function main(output) {
  wasm.setWasmPaths(path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist') + '/');
  await tf.setBackend('wasm');
  for (const [name, { folder, size, taps }] of Object.entries(backbones)) {
    const model = await load(folder);
    const tapped = layers.model({ inputs: model.inputs, outputs: taps.map(tap => model.getLayer(tap).output) });
    const outputs = [tapped.predict(draw(size))].flat();
    const features = tf.concat(outputs.map(value => tf.mean(value, [1, 2])), 1);
    writeNpy(path.join(output, `${name}.npy`), features.shape[0], features.shape[1], await features.data());
    console.log(name, features.shape, tf.getBackend());
  }
}

main(process.argv[2] ?? '.');

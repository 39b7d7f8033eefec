// What a recent llama.cpp computes with a GGUF file, through npm's node-llama-cpp:
//
//     echo '{"texts": ["A fox"], "ids": [[5, 17, 30]]}' | node llama.mjs FOLDER MODEL.gguf
//
// FOLDER is where `npm install node-llama-cpp` was run. Reads texts and lists of token ids, prints
// the tokens of each text and, for each list, the logits behind every id. The cache has float32.

import {readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";

const [folder, modelPath] = process.argv.slice(2);
const library = join(resolve(folder), "node_modules", "node-llama-cpp", "dist", "index.js");
const {getLlama, LlamaLogLevel, LlamaModel} = await import(pathToFileURL(library));
const {texts = [], ids = []} = JSON.parse(readFileSync(0, "utf8"));

LlamaModel.prototype.getWarnings = () => [];                 // tokenizes, which not every model can
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.warn,
    logger: (_, message) => process.stderr.write(message.trimEnd() + "\n")});
const model = await llama.loadModel({modelPath: resolve(modelPath)});
const tokens = texts.map(text => model.tokenize(text, true));
const context = await model.createContext({contextSize: 128, flashAttention: false,
    experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"});
const sequence = context.getSequence();
const logits = [];
for (const list of ids) {
    await sequence.clearHistory();
    const steps = await sequence.controlledEvaluate(
        list.map(id => [id, {generateNext: {logits: true}}]));
    logits.push(steps.map(({next}) => {
        const row = [];
        next.logits.forEach((value, id) => row[id] = value);
        return row;
    }));
}
process.stdout.write(JSON.stringify({tokens, logits}) + "\n", () => process.exit(0));

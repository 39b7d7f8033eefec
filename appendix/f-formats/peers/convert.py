"""Lets others read what `./llm convert` writes, and compares what they compute with what we do.

    python3 appendix/f-formats/peers/convert.py --llama FOLDER [--to hf] [--type f32] [MODEL …]

Converts each model into folders, which transformers 5.18 reads, and GGUF files, which llama.cpp of
npm's node-llama-cpp 3.22.1 reads: FOLDER is where `npm install node-llama-cpp` was run. Without
MODEL: the fixtures of chapter 5, and those of the tools that have tokenizers; `make_models.py`
makes others. `same`: the peer chooses each of our greedy tokens; its log-probabilities are ours
within LIMITS of 1, or of the standard deviation of its logits if that is more; and so are tokens
and text where there is a tokenizer. `near`: it prefers another token somewhere, by less than that.
Ends with exit code 1 at anything else but a refusal.
"""

import argparse
import json
import math
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
FIXTURES = ROOT / "chapters/ch05-pretraining/src/test/resources/fixtures"
HUB = ROOT / "appendix/a-tools/src/test/resources/hub"
NEW_TOKENS = 20
TEXTS = ["The fox", " two  spaces and\ttabs\n\n  in lines ", "In 1999 she'll pay 3.14 or 12,345!",
         "naïve ÄÖÜ 日本語 🙂", "I'M HERE, don't", "camelCase x=1; y[2]+=3", "<|endoftext|>"]
# llama.cpp looks GELU up in a table of float16, and rounds the other factor of a product to the
# type of the matrix, or to 8 bits.
LIMITS = {"hf": dict(f32=1e-4, f16=1e-4, bf16=1e-4),
          "gguf": dict(f32=3e-3, f16=0.02, bf16=0.1, q8_0=0.2, q4_k=0.2)}


def llm(*arguments):
    done = subprocess.run([str(ROOT / "llm"), *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr.strip()


class Ours:
    """What we compute with a model."""

    def __init__(self, model, scratch):
        config = json.loads((model / "config.json").read_text())
        self.experts = any("expert" in name for name in config)
        self.words = (model / "tokenizer.json").exists()
        self.vocabulary = min(config["vocab_size"], 300)
        self.scratch = scratch

    def prompts(self):
        if self.words:
            return TEXTS
        draw = random.Random(1)
        return [[draw.randrange(3, self.vocabulary) for _ in range(n)] for n in (5, 9, 30)]

    def continued(self, path):
        """Of each prompt its tokens, the new ones, and their text."""
        lines = self.scratch / "prompts.jsonl"
        lines.write_text("".join(json.dumps(dict(prompt=p)) + "\n" for p in self.prompts()))
        code, out, err = llm("generate", "--model", path, "--prompts", lines, "--max-new-tokens",
                             NEW_TOKENS, "--ignore-eos", "--allow-special", "--json")
        if code:
            raise RuntimeError(err)
        return [json.loads(line) for line in out.splitlines()]

    def expected(self, path, ids):
        """Log-probabilities behind these ids."""
        code, out, err = llm("next", "--model", path, "--top", 1000000, "--json", "--prompt-ids",
                             ",".join(map(str, ids)))
        if code:
            raise RuntimeError(err)
        return {each["id"]: math.log(max(each["probability"], 1e-300))
                for each in json.loads(out)["next"]}


def in_transformers(folder, lists, texts):
    import torch
    import transformers
    transformers.utils.logging.disable_progress_bar()
    model = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager").eval()
    with torch.no_grad():
        logits = [model(torch.tensor([ids]), use_cache=False).logits[0].tolist() for ids in lists]
    if not texts:
        return dict(logits=logits, tokens=[])
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    return dict(logits=logits, tokens=[tokenizer(text)["input_ids"] for text in texts],
                special=set(tokenizer.all_special_ids), detokenize=tokenizer.decode)


def in_llama(folder):
    def run(file, lists, texts):
        done = subprocess.run(["node", str(HERE / "llama.mjs"), str(folder), str(file)], text=True,
                              input=json.dumps(dict(ids=lists, texts=texts)), capture_output=True)
        if done.returncode:
            raise RuntimeError(" ".join(done.stderr.split())[-400:])
        return json.loads(done.stdout)
    return run


def log_softmax(row):
    most = max(row)
    total = most + math.log(sum(math.exp(value - most) for value in row))
    return [value - total for value in row]


def compared(ours, path, peer, limit):
    """The verdict on a file that we wrote, read by us and by a peer."""
    done = ours.continued(path)
    lists = [each["promptIds"] + each["ids"] for each in done]
    theirs = peer(path, lists, ours.prompts() if ours.words else [])
    for each, tokens in zip(done, theirs["tokens"]):
        if each["promptIds"] not in (tokens, [each["promptIds"][0]] + tokens):
            return f"tokens {tokens} for ours {each['promptIds']}"
    if "detokenize" in theirs:
        for each in done:
            text = theirs["detokenize"](each["ids"])
            usual = "\ufffd" not in each["text"] and not theirs["special"] & set(each["ids"])
            if usual and text != each["text"]:
                return f"text {text!r} for ours {each['text']!r}"
    gap = max(max(row) - row[chosen] for each, ids, rows in zip(done, lists, theirs["logits"])
              for row, chosen in list(zip(rows, ids[1:]))[len(each["promptIds"]) - 1:])
    last = theirs["logits"][-1][-1]
    unit = max(1, statistics.pstdev(last))
    found = log_softmax(last)
    error = max(abs(found[id] - value) for id, value in ours.expected(path, lists[-1]).items())
    gap, error = gap / unit, error / unit
    if max(gap, error) > limit:
        return f"DIFFERS by {error:.0e}, a token by {gap:.0e}"
    return f"same, {error:.0e}" if gap <= 0 else f"near, {error:.0e}, a token by {gap:.0e}"


def check(model, peers, types, scratch):
    verdicts = {}
    ours = Ours(model, scratch)
    for form, peer in peers.items():
        for type, limit in LIMITS[form].items():
            if types and type not in types:
                continue
            if ours.experts and type in ("q8_0", "q4_k"):
                limit *= 10                                  # rounding may choose another expert
            path = scratch / f"{model.name}-{type}{'.gguf' if form == 'gguf' else ''}"
            code, _, err = llm("convert", "--model", model, "--to", form, "--type", type, "--out",
                               path)
            try:
                verdict = compared(ours, path, peer, limit) if not code else (
                    "refused" if form == "gguf" else "REFUSED")
            except Exception as failed:                      # whatever a peer does not like
                verdict = "FAILS: " + " ".join(str(failed).split())[:300]
            if code:
                print(f"  {model.name} {form} {type}: {err.splitlines()[-1]}", file=sys.stderr)
            verdicts[form, type] = verdict
            if code:
                break
    return verdicts


def find_peers(args):
    peers = {}
    try:
        import transformers  # noqa: F401
        peers["hf"] = in_transformers
    except ImportError:
        print("SKIPPED: folders, since transformers is not installed", file=sys.stderr)
    if args.llama and (args.llama / "node_modules/node-llama-cpp").is_dir():
        peers["gguf"] = in_llama(args.llama)
    else:
        print("SKIPPED: GGUF files, since --llama names no folder with node-llama-cpp",
              file=sys.stderr)
    return {form: peer for form, peer in peers.items() if form in (args.to or LIMITS)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--llama", type=Path, metavar="FOLDER")
    parser.add_argument("--to", action="append", choices=LIMITS)
    parser.add_argument("--type", action="append", choices=LIMITS["gguf"])
    parser.add_argument("models", nargs="*", type=Path, metavar="MODEL")
    args = parser.parse_args()
    peers = find_peers(args)
    models = args.models or sorted(config.parent for place in (FIXTURES.glob("*-tiny"), HUB.glob(
        "*/*")) for folder in place for config in folder.glob("config.json"))
    columns = [(form, type) for form in peers for type in LIMITS[form]
               if not args.type or type in args.type]
    print("| model |" + "".join(f" {form} {type} |" for form, type in columns))
    print("| --- |" + " --- |" * len(columns))
    failed = False
    for model in models:
        with tempfile.TemporaryDirectory() as scratch:
            verdicts = check(model.resolve(), peers, args.type, Path(scratch))
        row = [verdicts.get(column, "refused") for column in columns]
        failed |= any(not verdict.startswith(("same", "near", "refused")) for verdict in row)
        print(f"| {model.name} | " + " | ".join(row) + " |", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()

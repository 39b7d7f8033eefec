"""Learning a byte-pair vocabulary as in `./llm bench train-tokenizer`, by Hugging Face's tokenizers.

    python3 appendix/c-kernels/peers/train_tokenizer.py --file text.txt --vocab-size 10000 --out DIR

Prints one line of JSON with fields of `./llm bench train-tokenizer --json`, and writes vocab.json
and merges.txt.
"""

import argparse
import json
import os
import resource
import statistics
import time

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from encode import parts


def train(file, vocab_size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size, min_frequency=2, special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    with open(file, encoding="utf-8", newline="") as text:   # its own reading cuts at line ends
        tokenizer.train_from_iterator(parts(text.read(), 10_000), trainer)
    return tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", required=True)
    parser.add_argument("--vocab-size", type=int, required=True)
    parser.add_argument("--steps", type=int, default=1)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    times = []
    for _ in range(args.steps):
        start = time.perf_counter()
        tokenizer = train(args.file, args.vocab_size)
        times.append(time.perf_counter() - start)
    os.makedirs(args.out, exist_ok=True)
    tokenizer.model.save(args.out)
    print(json.dumps({
        "msPerStep": 1000 * statistics.median(times),
        "bestMsPerStep": 1000 * min(times),
        "vocabSize": tokenizer.get_vocab_size(),
        "peakRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))


if __name__ == "__main__":
    main()

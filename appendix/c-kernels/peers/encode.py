"""Encoding GPT-2's tokens as in `./llm bench tokenize`, by tiktoken or Hugging Face's tokenizers.

    python3 appendix/c-kernels/peers/encode.py --library tiktoken --file text.txt \
        --tokenizer gpt2-folder --threads 1 --steps 5 --out ids.bin

Prints one line of JSON with fields of `./llm bench tokenize --json`, and writes the ids, 4 bytes
each. The folder is one that `Tokenizers.save` wrote.
"""

import argparse
import array
import itertools
import json
import os
import resource
import statistics
import sys
import time

ENOUGH_SECONDS = 10


def parts(text, length):
    """The text in parts that end between a letter and a space: their ids are those of the whole."""
    start, end = 0, length
    while end < len(text):
        if text[end] == " " and text[end - 1].isalpha():
            yield text[start:end]
            start, end = end, end + length
        else:
            end += 1
    yield text[start:]


def byte_of_character():
    """From the characters that stand for bytes in a GPT-2 vocabulary to the bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = (byte for byte in range(256) if byte not in plain)
    return {chr(byte): byte for byte in plain} | {chr(256 + i): b for i, b in enumerate(others)}


def tiktoken_encoder(folder, threads):
    import tiktoken
    from tiktoken_ext.openai_public import r50k_pat_str
    with open(os.path.join(folder, "vocab.json"), encoding="utf-8") as file:
        vocabulary = json.load(file)
    end = vocabulary.pop("<|endoftext|>")
    byte = byte_of_character()
    gpt2 = tiktoken.Encoding("gpt2", pat_str=r50k_pat_str, special_tokens={"<|endoftext|>": end},
                             mergeable_ranks={bytes(byte[c] for c in token): rank
                                              for token, rank in vocabulary.items()})
    if threads == 1:
        return gpt2.encode_ordinary
    return lambda text: itertools.chain.from_iterable(gpt2.encode_ordinary_batch(
        list(parts(text, 1 << 18)), num_threads=threads))


def tokenizers_encoder(folder, threads):
    from tokenizers import Tokenizer
    gpt2 = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    batch = getattr(gpt2, "encode_batch_fast", gpt2.encode_batch)    # without places in the text
    return lambda text: itertools.chain.from_iterable(
        part.ids for part in batch(list(parts(text, 10_000)), add_special_tokens=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", choices=["tiktoken", "tokenizers"], required=True)
    for name in "file", "tokenizer", "out":
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=5)
    args = parser.parse_args()
    os.environ["RAYON_NUM_THREADS"] = str(args.threads)
    with open(args.file, encoding="utf-8", newline="") as file:
        text = file.read()
    make = {"tiktoken": tiktoken_encoder, "tokenizers": tokenizers_encoder}[args.library]
    encode = make(args.tokenizer, args.threads)
    array.array("i", encode(text[:1_000_000]))               # warm-up
    times = []
    while not times or len(times) < args.steps and sum(times) < ENOUGH_SECONDS:
        start = time.perf_counter()
        ids = array.array("i", encode(text))
        times.append(time.perf_counter() - start)
    if sys.byteorder == "big":
        ids.byteswap()
    with open(args.out, "wb") as file:
        ids.tofile(file)
    median = statistics.median(times)
    print(json.dumps({
        "msPerStep": 1000 * median,
        "bestMsPerStep": 1000 * min(times),
        "megabytesPerSecond": len(text.encode()) / 1e6 / median,
        "tokens": len(ids),
        "peakRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))


if __name__ == "__main__":
    main()

"""Generation as in `./llm bench decode`, by transformers' `generate`: GPT-2 with random weights.

    python3 appendix/c-kernels/peers/decode.py --layers 12 --heads 12 --width 768 --vocab 50257 \
        --context 32 --steps 64

Prints one line of JSON with the fields of `./llm bench decode --json`.
"""

import argparse
import json
import resource
import statistics
import time

import torch
from transformers import GPT2Config, GPT2LMHeadModel


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in dict(layers=12, heads=12, width=768, vocab=50257, context=32, steps=64,
                              rounds=3).items():
        parser.add_argument("--" + name, type=int, default=default)
    args = parser.parse_args()
    torch.manual_seed(1)
    model = GPT2LMHeadModel(GPT2Config(
        vocab_size=args.vocab, n_positions=args.context + args.steps + 1, n_embd=args.width,
        n_layer=args.layers, n_head=args.heads, eos_token_id=None, bos_token_id=0)).eval()
    prompt = torch.zeros((1, args.context), dtype=torch.long)

    def generate(tokens):
        start = time.perf_counter()
        with torch.no_grad():
            model.generate(prompt, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False,
                           pad_token_id=0)
        return (time.perf_counter() - start) * 1000

    generate(args.steps)                                     # warm-up
    prefill = statistics.median(generate(1) for _ in range(args.rounds))
    per_token = [(generate(args.steps) - prefill) / (args.steps - 1) for _ in range(args.rounds)]
    median = statistics.median(per_token)
    print(json.dumps({
        "msPerStep": median,
        "bestMsPerStep": min(per_token),
        "tokensPerSecond": 1000 / median,
        "prefillMs": prefill,
        "peakRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }))


if __name__ == "__main__":
    main()

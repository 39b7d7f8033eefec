"""Reading a prompt as in `./llm bench prefill`, by transformers: GPT-2 with random weights.

    python3 appendix/c-kernels/peers/prefill.py --layers 12 --heads 12 --width 768 --vocab 50257 \
        --context 512 --steps 10

One pass fills a KV cache and gives the logits of the last token alone, then the likeliest token:
what `generate` does first, without what it does around it. Prints one line of JSON with the fields
of `./llm bench prefill --json`.
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
    for name, default in dict(layers=12, heads=12, width=768, vocab=50257, context=512, steps=10,
                              warmup=3).items():
        parser.add_argument("--" + name, type=int, default=default)
    args = parser.parse_args()
    torch.manual_seed(1)
    model = GPT2LMHeadModel(GPT2Config(
        vocab_size=args.vocab, n_positions=args.context, n_embd=args.width, n_layer=args.layers,
        n_head=args.heads, eos_token_id=None, bos_token_id=0)).eval()
    prompt = torch.zeros((1, args.context), dtype=torch.long)
    times = []
    with torch.inference_mode():
        for step in range(args.warmup + args.steps):
            start = time.perf_counter()
            model(prompt, use_cache=True, logits_to_keep=1).logits.argmax().item()
            if step >= args.warmup:
                times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    print(json.dumps({
        "msPerStep": median,
        "bestMsPerStep": min(times),
        "tokensPerSecond": args.context * 1000 / median,
        "peakRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }))


if __name__ == "__main__":
    main()

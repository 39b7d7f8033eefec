"""What run.sh measures of ours, in PyTorch: the model of train.py, in bfloat16, on a GPU.

    python3 peer.py train --mode compile --batch 16 --context 1024 --steps 20 --warmup 10
    python3 peer.py decode --mode eager --batch 1 --context 32 --steps 64

Prints one line of JSON with the fields of `./llm bench train --json`, and the most GPU memory.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

from train import Gpt


def milliseconds(device, work):
    if device == "cuda":
        torch.cuda.synchronize()
    start = time.perf_counter()
    work()
    if device == "cuda":
        torch.cuda.synchronize()
    return (time.perf_counter() - start) * 1000


def train(args):
    """Times of whole steps: forward in bfloat16 by autocast, backward, clipping, fused AdamW."""
    model = Gpt(args).to(args.device)
    forward = torch.compile(model) if args.mode == "compile" else model
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.1, fused=True)
    shape = (args.batch, args.context)

    def step():
        ids = torch.randint(0, args.vocab, shape, device=args.device)
        targets = torch.randint(0, args.vocab, shape, device=args.device)
        optimizer.zero_grad()
        with torch.autocast(args.device, dtype=torch.bfloat16):
            loss = F.cross_entropy(forward(ids).view(-1, args.vocab), targets.view(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        loss.item()

    return [milliseconds(args.device, step) for _ in range(args.warmup + args.steps)][args.warmup:]


class Cache:
    """Keys and values of one block, `(batch, heads, length, headDim)`, with room for all tokens."""

    def __init__(self, args, length):
        shape = (args.batch, args.heads, length, args.width // args.heads)
        self.keys = torch.zeros(shape, device=args.device, dtype=torch.bfloat16)
        self.values = torch.zeros_like(self.keys)
        for tensor in (self.keys, self.values):              # else graphs are not kept: it changes
            torch._dynamo.mark_static_address(tensor)


def block_forward(block, cache, x, places, mask):
    batch, tokens, width = x.shape
    q, k, v = (part.view(batch, tokens, block.heads, -1).transpose(1, 2)
               for part in block.qkv(block.norm1(x)).split(width, dim=2))
    cache.keys.index_copy_(2, places, k)
    cache.values.index_copy_(2, places, v)
    context = F.scaled_dot_product_attention(q, cache.keys, cache.values, attn_mask=mask)
    x = x + block.out(context.transpose(1, 2).reshape(batch, tokens, width))
    return x + block.contract(F.gelu(block.expand(block.norm2(x)), approximate="tanh"))


@torch.no_grad()
def decode(args):
    """Times of tokens, greedy, all of a batch at once. Shapes never change: graphs can be kept."""
    length = args.context + args.warmup + args.steps
    prompt = args.context
    args.context = length                                    # positions that the model has
    model = Gpt(args).to(args.device, dtype=torch.bfloat16).eval()
    caches = [Cache(args, length) for _ in model.blocks]
    slots = torch.arange(length, device=args.device)

    def following(ids, places):
        x = model.tokens(ids) + model.positions(places)      # (batch, tokens, embDim)
        mask = slots[None, :] <= places[:, None]             # (tokens, length)
        for block, cache in zip(model.blocks, caches):
            x = block_forward(block, cache, x, places, mask)
        return F.linear(model.norm(x[:, -1:]), model.tokens.weight).argmax(-1)

    compiled = (torch.compile(following, mode="reduce-overhead", dynamic=False)
                if args.mode == "compile" else following)
    state = [following(torch.zeros((args.batch, prompt), dtype=torch.long, device=args.device),
                       slots[:prompt])]

    def token(place):
        state[0] = compiled(state[0], slots[place:place + 1].clone()).clone()

    times = [milliseconds(args.device, lambda: token(place)) for place in range(prompt, length)]
    return times[args.warmup:]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("job", choices=["train", "decode"])
    parser.add_argument("--mode", choices=["eager", "compile"], default="eager")
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    for name, default in dict(layers=12, heads=12, width=768, vocab=50304, batch=16, context=1024,
                              steps=20, warmup=10).items():
        parser.add_argument("--" + name, type=int, default=default)
    args = parser.parse_args()
    torch.manual_seed(1)
    tokens = args.batch * (args.context if args.job == "train" else 1)
    times = train(args) if args.job == "train" else decode(args)
    median = statistics.median(times)
    half = len(times) // 2
    print(json.dumps({
        "msPerStep": median,
        "bestMsPerStep": min(times),
        "tokensPerSecond": tokens * 1000 / median,
        "drift": statistics.median(times[half:]) / statistics.median(times[:half]) - 1,
        "peakGpuMiB": torch.cuda.max_memory_reserved() >> 20 if args.device == "cuda" else 0,
        "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()

"""The training step of `./llm bench train`, in PyTorch: same model, sizes, loss, clipping, AdamW.

    python3 appendix/c-kernels/peers/train.py --layers 4 --heads 4 --width 128 --vocab 1024 \
        --batch 16 --context 128 --steps 50

Prints one line of JSON with the fields of `./llm bench train --json`.
"""

import argparse
import json
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Attention, then a feed-forward layer, norm first, as in GPT-2."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 4 * width)
        self.contract = nn.Linear(4 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        q, k, v = (part.view(batch, tokens, self.heads, -1).transpose(1, 2)
                   for part in self.qkv(self.norm1(x)).split(width, dim=2))
        context = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(context.transpose(1, 2).reshape(batch, tokens, width))
        wide = F.gelu(self.expand(self.norm2(x)), approximate="tanh")
        return x + self.contract(wide)


class Gpt(nn.Module):
    """GPT-2 with a tied head."""

    def __init__(self, args):
        super().__init__()
        self.tokens = nn.Embedding(args.vocab, args.width)
        self.positions = nn.Embedding(args.context, args.width)
        self.blocks = nn.ModuleList(Block(args.width, args.heads) for _ in range(args.layers))
        self.norm = nn.LayerNorm(args.width)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions(torch.arange(ids.shape[1], device=ids.device))
        for block in self.blocks:
            x = block(x)
        return F.linear(self.norm(x), self.tokens.weight)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in dict(layers=4, heads=4, width=128, vocab=1024, batch=16, context=128,
                              steps=20, warmup=5, threads=0).items():
        parser.add_argument("--" + name, type=int, default=default)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    model = Gpt(args)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.1, fused=True)
    times = []
    for step in range(args.warmup + args.steps):
        ids = torch.randint(0, args.vocab, (args.batch, args.context))
        targets = torch.randint(0, args.vocab, (args.batch, args.context))
        start = time.perf_counter()
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids).view(-1, args.vocab), targets.view(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        loss.item()
        if step >= args.warmup:
            times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    print(json.dumps({
        "msPerStep": median,
        "bestMsPerStep": min(times),
        "tokensPerSecond": args.batch * args.context * 1000 / median,
        "peakRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }))


if __name__ == "__main__":
    main()

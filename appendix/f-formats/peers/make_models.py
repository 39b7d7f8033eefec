"""Writes models of every family with tokenizers, for `convert.py`: `python3 make_models.py FOLDER`.

Random weights in the shape of chapter 5's fixtures, but 256 wide, since rows of that many values
are what Q4_K packs, and with windows, layers and positions as llama.cpp can have them.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
import transformers

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "chapters/ch05-pretraining/src/test/resources/fixtures"
TOKENIZERS = ROOT / "chapters/ch02-text/src/test/resources/tokenizer"
HUB = ROOT / "appendix/a-tools/src/test/resources/hub"
WIDTH, VOCABULARY, CONTEXT = 256, 720, 128
GPT2 = dict(n_embd=WIDTH, n_positions=CONTEXT, n_head=4, n_layer=2, n_inner=None)
OTHERS = dict(hidden_size=WIDTH, intermediate_size=WIDTH, max_position_embeddings=CONTEXT,
              num_attention_heads=4, num_key_value_heads=2, head_dim=WIDTH // 4)
OLMO3 = dict(num_hidden_layers=4, layer_types=["sliding_attention"] * 3 + ["full_attention"],
             rope_parameters=dict(
                 sliding_attention=dict(rope_type="default", rope_theta=500000.0),
                 full_attention=dict(rope_type="yarn", rope_theta=500000.0, factor=4.0,
                                     original_max_position_embeddings=16)))
GEMMA3 = dict(num_hidden_layers=6, query_pre_attn_scalar=WIDTH // 4,
              layer_types=["sliding_attention"] * 5 + ["full_attention"])
MODELS = {
    "gpt2": (TOKENIZERS / "gpt2", {}),
    "llama": (TOKENIZERS / "llama2", {}),
    "llama3": (TOKENIZERS / "llama3", {}),
    "llama-bias": (TOKENIZERS / "llama2", {}),
    "smollm2": (HUB / "HuggingFaceTB/SmolLM2-135M-Instruct", {}),
    "qwen2": (HUB / "Qwen/Qwen2.5-0.5B-Instruct", {}),
    "qwen3": (TOKENIZERS / "qwen3", {}),
    "qwen3moe": (TOKENIZERS / "qwen3", dict(moe_intermediate_size=WIDTH)),
    "mistral": (TOKENIZERS / "mistral-v3", dict(sliding_window=CONTEXT)),
    "mixtral": (TOKENIZERS / "llama2", {}),
    "phi3": (TOKENIZERS / "phi3", dict(sliding_window=None)),
    "phi3-long": (TOKENIZERS / "phi3", {}),
    "olmo2": (TOKENIZERS / "llama3", {}),
    "olmo3": (TOKENIZERS / "llama3", OLMO3),
    "gemma3": (TOKENIZERS / "gemma3", GEMMA3),
}


def settings(family):
    config = json.loads((FIXTURES / f"{family}-tiny/config.json").read_text())
    for gone in ("transformers_version", "architectures", "_sliding_window_pattern"):
        config.pop(gone, None)
    config.update(GPT2 if family == "gpt2" else OTHERS)
    config.update(MODELS[family][1], vocab_size=VOCABULARY, bos_token_id=None, eos_token_id=None,
                  pad_token_id=None, dtype="float32")
    for name, factors in config.get("rope_parameters", {}).items():
        if name in ("short_factor", "long_factor"):          # one for each pair
            pairs = WIDTH // 8
            config["rope_parameters"][name] = [
                factors[i * len(factors) // pairs] for i in range(pairs)]
    return config


def copy_tokenizer(family, source, folder):
    """As the family has it: chapter 2's are made to differ in more than the published ones do."""
    for file in source.glob("tokenizer_config.json"):
        shutil.copy(file, folder)
    root = json.loads((source / "tokenizer.json").read_text())
    for token in root["added_tokens"]:
        if family.startswith("phi3"):
            token["rstrip"] = token["content"] not in ("<unk>", "<s>", "<|endoftext|>")
        elif family in ("mistral", "qwen3", "qwen3moe"):
            token.update(lstrip=False, rstrip=False, single_word=False)
    if family.startswith("olmo"):
        root["model"]["ignore_merges"] = False
    (folder / "tokenizer.json").write_text(json.dumps(root, ensure_ascii=False))


def fill(model):
    for name, parameter in model.named_parameters():
        kind = "norm" if "norm" in name or ".ln_" in name else (
            "bias" if name.endswith("bias") else "matrix")
        mean, deviation = {"norm": (1, 0.3), "bias": (0, 0.3), "matrix": (0, 0.08)}[kind]
        if kind == "norm" and model.config.model_type == "gemma3_text":
            mean = 0                                         # it adds 1 by itself
        torch.nn.init.normal_(parameter, mean, deviation)
    torch.nn.init.normal_(model.get_input_embeddings().weight, 0,
                          0.3 if model.config.tie_word_embeddings else 1.0)


for seed, (family, (tokenizer, _)) in enumerate(MODELS.items()):
    torch.manual_seed(seed)
    config = settings(family)
    model = transformers.AutoModelForCausalLM.from_config(
        transformers.AutoConfig.for_model(**config)).eval()
    fill(model)
    folder = Path(sys.argv[1]) / f"{family}-wide"
    model.save_pretrained(folder)
    copy_tokenizer(family, tokenizer, folder)
    print(folder, model.num_parameters())

"""Writes repositories shaped like three on Hugging Face's hub, with tokenizers 0.23, transformers 5.18 and
PyTorch 2.13 on the processor: `python make_hub.py` beside this file (two minutes). The files have the names,
the fields and the form of the hub's; sizes are tiny, and the weights are learned here from the book's tales.
Beside the repositories, `expected.json` says what transformers computes with each.
"""

import json
import re
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

HERE = Path(__file__).parent
TALES = (HERE / "../../../../../../datasets/tales/tales-200k.txt").resolve().read_text()
PROMPT, QUESTION, NEW_TOKENS, CHAT_TOKENS, SCORED = "The fox", "What is a token?", 40, 50, 2000
SMALLEST_GAP = 0.001                                # between the two best tokens, in nats
BYTES = sorted(pre_tokenizers.ByteLevel.alphabet())
CONTEXT = {"gpt2": 64, "llama": 128, "qwen2": 128}

SMOLLM2_SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<repo_name>", "<reponame>", "<file_sep>",
                   "<filename>", "<gh_stars>", "<issue_start>", "<issue_comment>", "<issue_closed>",
                   "<jupyter_start>", "<jupyter_text>", "<jupyter_code>", "<jupyter_output>",
                   "<jupyter_script>", "<empty_output>"]
QWEN_SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>",
                "<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>",
                "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
QWEN_ADDED = ["<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>",
              "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"]
QWEN_PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
                r"|\s*[\r\n]+|\s+(?!\S)|\s+")
MESSAGES = ("{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}"
            "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
SMOLLM2_TEMPLATE = ("{% for message in messages %}{% if loop.first and message['role'] != 'system' %}"
                    "{{ '<|im_start|>system\\nYou are a helpful AI assistant named SmolLM, trained by Hugging "
                    "Face<|im_end|>\\n' }}{% endif %}" + MESSAGES)
QWEN_TEMPLATE = ("{% for message in messages %}{% if loop.first and message['role'] != 'system' %}"
                 "{{ '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful "
                 "assistant.' }}{% if tools %}{{ '\\n\\n# Tools\\n' }}{% for tool in tools %}"
                 "{{ tool | tojson }}{% endfor %}{% endif %}{{ '<|im_end|>\\n' }}{% endif %}" + MESSAGES)


def entry(content, special=True, normalized=False):
    return dict(content=content, lstrip=False, normalized=normalized, rstrip=False, single_word=False,
                special=special)


def learned(pre_tokenizer, merges, first, behind, normalizer=None):
    """A tokenizer whose ids are those of `first`, the bytes, what is learned, and `behind`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator([TALES], trainers.BpeTrainer(
        vocab_size=len(first) + 256 + merges, special_tokens=first, initial_alphabet=BYTES, show_progress=False))
    tokenizer.add_tokens([AddedToken(t, special=s, normalized=n) for t, s, n in behind])
    return tokenizer


def write(path, value, indent=2):
    path.write_text(json.dumps(value, indent=indent, ensure_ascii=False) + "\n")


def write_tokenizer(folder, tokenizer, config, change=lambda root: None):
    """As older versions of the library wrote it: each merge a text."""
    root = json.loads(tokenizer.to_str())
    root["model"]["merges"] = [" ".join(merge) for merge in root["model"]["merges"]]
    change(root)
    write(folder / "tokenizer.json", root)
    write(folder / "tokenizer_config.json", config)
    vocab = root["model"]["vocab"]
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(m + "\n" for m in root["model"]["merges"]))
    again = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert again.encode(TALES[:9000]).ids == tokenizer.encode(TALES[:9000]).ids


def gpt2(folder):
    tokenizer = learned(pre_tokenizers.ByteLevel(add_prefix_space=False), 199, [], [("<|endoftext|>", True, True)])

    def form_of_2019(root):
        byte_level = dict(type="ByteLevel", add_prefix_space=True, trim_offsets=False)
        root["pre_tokenizer"] = dict(type="ByteLevel", add_prefix_space=False, trim_offsets=True)
        root["post_processor"] = byte_level
        root["decoder"] = dict(byte_level, trim_offsets=True)
        root["model"] = dict(dropout=None, unk_token=None, continuing_subword_prefix="", end_of_word_suffix="",
                             fuse_unk=False, vocab=root["model"]["vocab"] | {"<|endoftext|>": 455},
                             merges=root["model"]["merges"])

    write_tokenizer(folder, tokenizer, {"model_max_length": 1024}, form_of_2019)
    settings = dict(
        activation_function="gelu_new", architectures=["GPT2LMHeadModel"], attn_pdrop=0.1, bos_token_id=455,
        embd_pdrop=0.1, eos_token_id=455, initializer_range=0.02, layer_norm_epsilon=1e-05, model_type="gpt2",
        n_ctx=64, n_embd=64, n_head=4, n_layer=2, n_positions=64, resid_pdrop=0.1, summary_activation=None,
        summary_first_dropout=0.1, summary_proj_to_labels=True, summary_type="cls_index", summary_use_proj=True,
        task_specific_params={"text-generation": {"do_sample": True, "max_length": 50}}, vocab_size=456)
    generation = dict(bos_token_id=455, eos_token_id=455, transformers_version="4.26.0.dev0")
    return tokenizer, settings, generation | {"_from_model_config": True}, None


def smollm2(folder):
    tokenizer = learned(pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True),
                                                 pre_tokenizers.ByteLevel(add_prefix_space=False)]),
                        199, SMOLLM2_SPECIAL, [])
    config = dict(
        add_prefix_space=False, added_tokens_decoder={str(i): entry(t) for i, t in enumerate(SMOLLM2_SPECIAL)},
        additional_special_tokens=["<|im_start|>", "<|im_end|>"], bos_token="<|im_start|>",
        chat_template=SMOLLM2_TEMPLATE, clean_up_tokenization_spaces=False, eos_token="<|im_end|>",
        model_max_length=8192, pad_token="<|im_end|>", tokenizer_class="GPT2Tokenizer",
        unk_token="<|endoftext|>", vocab_size=472)
    write_tokenizer(folder, tokenizer, config)
    named = {k: {f: v for f, v in entry(config[k]).items() if f != "special"}
             for k in ("bos_token", "eos_token", "pad_token", "unk_token")}
    write(folder / "special_tokens_map.json",
          dict(additional_special_tokens=config["additional_special_tokens"], **named))
    settings = dict(
        architectures=["LlamaForCausalLM"], attention_bias=False, attention_dropout=0.0, bos_token_id=1,
        eos_token_id=2, hidden_act="silu", hidden_size=96, initializer_range=0.041666666666666664,
        intermediate_size=96, is_llama_config=True, max_position_embeddings=128, mlp_bias=False,
        model_type="llama", num_attention_heads=3, num_hidden_layers=2, num_key_value_heads=1, pad_token_id=2,
        pretraining_tp=1, rms_norm_eps=1e-05, rope_interleaved=False, rope_scaling=None, rope_theta=100000,
        tie_word_embeddings=True, torch_dtype="bfloat16", transformers_version="4.42.3", use_cache=True,
        vocab_size=472)
    settings["transformers.js_config"] = {"kv_cache_dtype": {"q4f16": "float16", "fp16": "float16"}}
    generation = dict(bos_token_id=1, eos_token_id=2, pad_token_id=2, transformers_version="4.42.3")
    return tokenizer, settings, generation | {"_from_model_config": True}, SMOLLM2_TEMPLATE


def qwen25(folder):
    first = 256 + 199
    behind = [(t, True, False) for t in QWEN_SPECIAL] + [(t, False, False) for t in QWEN_ADDED]
    tokenizer = learned(pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(QWEN_PATTERN), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)]),
        199, [], behind, normalizers.NFC())

    def form_of_qwen(root):
        root["post_processor"] = dict(type="ByteLevel", add_prefix_space=False, trim_offsets=False,
                                      use_regex=False)
        root["decoder"] = root["post_processor"]

    config = dict(
        add_bos_token=False, add_prefix_space=False,
        added_tokens_decoder={str(first + i): entry(t, special) for i, (t, special, _) in enumerate(behind)},
        additional_special_tokens=QWEN_SPECIAL[1:], bos_token=None, chat_template=QWEN_TEMPLATE,
        clean_up_tokenization_spaces=False, eos_token="<|im_end|>", errors="replace", model_max_length=131072,
        pad_token="<|endoftext|>", split_special_tokens=False, tokenizer_class="Qwen2Tokenizer",
        unk_token=None)
    write_tokenizer(folder, tokenizer, config, form_of_qwen)
    settings = dict(
        architectures=["Qwen2ForCausalLM"], attention_dropout=0.0, bos_token_id=first, eos_token_id=first + 2,
        hidden_act="silu", hidden_size=64, initializer_range=0.02, intermediate_size=128,
        max_position_embeddings=128, max_window_layers=2, model_type="qwen2", num_attention_heads=4,
        num_hidden_layers=2, num_key_value_heads=2, rms_norm_eps=1e-06, rope_theta=1000000.0,
        sliding_window=128, tie_word_embeddings=True, torch_dtype="bfloat16", transformers_version="4.43.1",
        use_cache=True, use_sliding_window=False, vocab_size=512)     # padded: the tokenizer has 477
    generation = dict(bos_token_id=first, pad_token_id=first, do_sample=True,
                      eos_token_id=[first + 2, first], repetition_penalty=1.1, temperature=0.7, top_p=0.8,
                      top_k=20, transformers_version="4.37.0")
    return tokenizer, settings, generation, QWEN_TEMPLATE


def render(template, messages, ask):
    environment = transformers.utils.chat_template_utils._compile_jinja_template(template)
    return environment.render(messages=messages, add_generation_prompt=ask)


def lessons(tokenizer, settings, template, context):
    """What the model learns from: the tales, and for those that chat, how sentences follow each other."""
    stream = tokenizer.encode(TALES).ids
    rows = [stream[i:i + context] for i in range(0, len(stream) - context, context)]
    if template:
        sentences = [s for s in re.findall(r"[A-Z][^.?!]*[.?!]", TALES) if len(s) < 60]
        asked = [render(template, [dict(role="user", content=a), dict(role="assistant", content=b)], False)
                 for a, b in zip(sentences, sentences[1:])]
        ids = [i for text in asked[::3] for i in tokenizer.encode(text).ids]
        rows += [ids[i:i + context] for i in range(0, len(ids) - context, context)]
    return torch.tensor(rows)


def train(model, rows, seed, steps=500):
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, steps)
    for _ in range(steps):
        batch = rows[torch.randint(len(rows), (16,), generator=generator)]
        loss = model(batch, labels=batch).loss
        loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    return loss.item()


def greedy(model, prompt, count, ends):
    ids, gap = list(prompt), float("inf")
    while len(ids) - len(prompt) < count:
        best = model(torch.tensor([ids])).logits[0, -1].topk(2)
        gap = min(gap, (best.values[0] - best.values[1]).item())
        if best.indices[0].item() in ends:
            break
        ids.append(best.indices[0].item())
    return ids[len(prompt):], gap


def perplexity(model, ids, window):
    """Windows side by side, each token scored but a window's first, as the book's command does."""
    total = scored = 0
    for start in range(0, len(ids) - 1, window):
        part = torch.tensor([ids[start:start + window]])
        loss = model(part, labels=part).loss.item()
        total += loss * (part.shape[1] - 1)
        scored += part.shape[1] - 1
    return dict(nll=total / scored, tokens=scored)


def weights(model, family, settings):
    tensors = {name: value.detach().contiguous() for name, value in model.state_dict().items()
               if not name.startswith("lm_head.")}
    if family != "gpt2":
        return {name: value.bfloat16() for name, value in tensors.items()}
    mask = torch.tril(torch.ones(1, 1, settings["n_ctx"], settings["n_ctx"]))
    named = {name.removeprefix("transformer."): value for name, value in tensors.items()}
    return named | {f"h.{layer}.attn.bias": mask.clone() for layer in range(settings["n_layer"])}


def make(repository, recipe):
    folder = HERE / repository
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer, settings, generation, template = recipe(folder)
    write(folder / "config.json", settings)
    write(folder / "generation_config.json", generation)
    family = settings["model_type"]
    ends = generation["eos_token_id"]
    ends = set(ends if isinstance(ends, list) else [ends])
    prompt = tokenizer.encode(PROMPT).ids
    rows = lessons(tokenizer, settings, template, CONTEXT[family])
    for seed in range(20):
        torch.manual_seed(seed)
        fields = {k: v for k, v in settings.items() if k not in ("torch_dtype", "transformers_version")}
        fields = {k: 0.0 if k.endswith("_pdrop") else v for k, v in fields.items()}
        model = transformers.AutoModelForCausalLM.from_config(transformers.AutoConfig.for_model(**fields))
        loss = train(model, rows, seed)
        tensors = weights(model, family, settings)
        with torch.no_grad():
            for name, value in model.state_dict().items():          # as rounded in the file
                if family != "gpt2":
                    value.copy_(value.bfloat16().float())
            model.eval()
            written, gap = greedy(model, prompt, NEW_TOKENS, ends)
            found = dict(prompt=PROMPT, prompt_ids=prompt, ids=written, text=tokenizer.decode(written))
            if template:
                text = render(template, [dict(role="user", content=QUESTION)], True)
                ids = tokenizer.encode(text).ids
                answer, chat_gap = greedy(model, ids, CHAT_TOKENS, ends)
                gap = min(gap, chat_gap)
                found["chat"] = dict(question=QUESTION, prompt_tokens=len(ids), ids=answer,
                                     answer=tokenizer.decode(answer))
            print(repository, "seed", seed, "loss", round(loss, 3), "gap", gap, found["text"], found.get("chat"))
            if gap > SMALLEST_GAP and len(written) > 4:
                probabilities = model(torch.tensor([prompt])).logits[0, -1].softmax(-1).topk(5)
                found["next"] = [dict(id=i, probability=p) for i, p in
                                 zip(probabilities.indices.tolist(), probabilities.values.tolist())]
                found["perplexity"] = perplexity(model, tokenizer.encode(TALES[:SCORED]).ids, CONTEXT[family])
                found |= dict(parameters=sum(p.numel() for p in model.parameters()), smallest_gap=gap)
                save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
                write(HERE / f"{repository.split('/')[1]}.expected.json", found)
                return
    raise SystemExit(repository + ": no seed leads by far")


torch.set_num_threads(1)
make("openai-community/gpt2", gpt2)
make("HuggingFaceTB/SmolLM2-135M-Instruct", smollm2)
make("Qwen/Qwen2.5-0.5B-Instruct", qwen25)

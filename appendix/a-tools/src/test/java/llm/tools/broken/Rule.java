package llm.tools.broken;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which parts of a reading may differ where a change touched some place: a change that leaves
/// another good file, such as one with another number or another text, no reader can see. All that
/// no rule names must be the same, or the file be refused; so must a value of another type, unless
/// the rule speaks of one.
///
/// @param place a file's name, `:`, and a place of [Places]
/// @param parts names of [Parts]; `$1` stands for what the first group of the place holds
record Rule(Pattern place, String parts) {
    private static final String TEXTS = "tokenizer/(ids|texts)";

    static Rule of(String place, String parts) {
        return new Rule(Pattern.compile(place, Pattern.DOTALL), parts);
    }

    /// Rows of a file in which each element or line is one.
    static List<Rule> rows(String place) {
        return List.of(of(".*:" + place + "/(\\d+)\\b.*", "row/$1"));
    }

    static List<Rule> all(List<Rule> some, List<Rule> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    boolean allows(Set<String> touched, String part) {
        boolean anyType = place.pattern().contains(Places.OTHER_TYPE);
        return touched.stream().filter(each -> anyType || !each.endsWith(Places.OTHER_TYPE))
                .map(place::matcher)
                .anyMatch(matcher -> matcher.matches() && part.matches(filled(matcher)));
    }

    private String filled(Matcher matcher) {
        String filled = parts;
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String text = matcher.group(group);
            filled = filled.replace("$" + group, text == null ? "" : Pattern.quote(text));
        }
        return filled;
    }

    // ---- Models ----

    /// A `config.json`: a number, a switch or a list that only the configuration knows.
    static final List<Rule> CONFIG = List.of(
            config("rms_norm_eps|layer_norm_epsilon", "normEpsilon"),
            config("rope_\\w+|original_max_position_embeddings", "\\w*[rR]otary(/.*)?"),
            config("max_position_embeddings|n_positions", "contextLength|trained|rotary/.*"),
            config("num_attention_heads|num_key_value_heads|head_dim|n_head",
                    "heads|kvHeads|headDim|queryScalar"),
            config("sliding_window|layer_types|max_window_layers|use_sliding_window"
                    + "|_?sliding_window_pattern", "windows?(/.*)?|spans"),
            config("num_experts_per_tok", "chosen"),
            config("query_pre_attn_scalar", "queryScalar"),
            config("(attn|embd|resid)_pdrop", "dropout/.*"),
            config("model_type", ".*"),
            of("config\\.json:/tie_word_embeddings=.*", "config/(.*/)?tiedHead"),
            of("config\\.json:/bos_token_id=.*", "begin"),
            of("config\\.json:/eos_token_id(=.*|/.*|" + Places.OTHER_TYPE + ")", "stop"),
            of("generation_config\\.json:/bos_token_id=.*", "begin"),
            of("generation_config\\.json:/eos_token_id(=.*|/.*|" + Places.OTHER_TYPE + ")",
                    "stop"),
            of("finetuning\\.json:/base(/format)?=.*", "format"),
            of("chat_template\\.jinja:.*", "template|format"),
            of(".*\\.safetensors:tensor/(model\\.|transformer\\.|)(.*)",
                    "weight/(model\\.|transformer\\.)?$2"));

    private static Rule config(String fields, String components) {
        return of("config\\.json:/(" + fields + ")\\b.*", "config/(.*/)?(" + components + ")");
    }

    // ---- Tokenizers ----

    /// The files of a tokenizer: an entry of the vocabulary is one token; with it, and with merges
    /// and rules, texts may become other ids.
    static final List<Rule> TOKENIZER = Stream.of(
            of("(tokenizer|vocab|encoder)\\.json:(/model/vocab)?/.*=(\\d+)",
                    "token/$3|tokenizer/(size|ends)|" + TEXTS),
            of("tokenizer\\.json:/model/vocab/(\\d+)\\b.*", "token/$1|tokenizer/size|" + TEXTS),
            of("tokenizer\\.json:/added_tokens\\b.*", "token/\\d+|tokenizer/(size|ends)|" + TEXTS),
            of("tokenizer\\.json:/(model/(merges|\\w+=)|normalizer|pre_tokenizer|decoder).*",
                    TEXTS + "|token/\\d+"),
            of("tokenizer\\.json:/post_processor.*", "tokenizer/ends|" + TEXTS),
            of("tokenizer_config\\.json:/(\\w+_token|chat_template)\\b.*",
                    "token/\\d+|tokenizer/ends|template|" + TEXTS),
            of("(merges\\.txt|vocab\\.bpe):.*", "token/\\d+|tokenizer/ends|" + TEXTS),
            of("tok.*:piece/(\\d+)", "token/$1|tokenizer/(size|ends)|" + TEXTS),
            of("tok\\d+\\.json:/tokens/(\\d+)\\b.*", "token/$1|tokenizer/size|" + TEXTS),
            of("tokenizer\\.model:settings", "tokenizer/ends|" + TEXTS + "|token/\\d+")).toList();

    // ---- GGUF ----

    /// The settings and tensors of a Llama in GGUF.
    static final List<Rule> GGUF = Stream.of(
            gguf("llama\\.attention\\.layer_norm_rms_epsilon", "config/normEpsilon"),
            gguf("llama\\.rope\\..*", "config/rotary/.*"),
            gguf("llama\\.context_length", "config/(contextLength|rotary/.*)"),
            gguf("llama\\.attention\\.(head_count|head_count_kv|key_length|value_length)",
                    "config/(heads|kvHeads|headDim)"),
            gguf("tokenizer\\.ggml\\.(?:tokens|token_type|scores)/(\\d+)",
                    "token/$1|tokenizer/ends|" + TEXTS),
            gguf("tokenizer\\.ggml\\.(token_type|scores)",
                    "token/\\d+|tokenizer/ends|" + TEXTS),
            gguf("tokenizer\\.ggml\\.(merges|pre|add_\\w+)(/.*)?", "tokenizer/ends|" + TEXTS),
            gguf("tokenizer\\.ggml\\.bos_token_id", "begin|token/\\d+|tokenizer/ends|"
                    + TEXTS),
            gguf("tokenizer\\.ggml\\.(eos|eot)_token_id", "stop|tokenizer/ends|token/\\d+"),
            gguf("tokenizer\\.chat_template", "template|format"),
            gguf("((?:kind|general)\\..*?)(/\\d+)?", "setting/$1"),
            of(".*:tensor/(.*)", "tensor/$1"),
            ggufTensor("token_embd", "model.embed_tokens"),
            ggufTensor("output_norm", "model.norm"),
            ggufTensor("output", "lm_head"),
            ggufLayer("attn_norm", "input_layernorm"),
            ggufLayer("ffn_norm", "post_attention_layernorm"),
            ggufLayer("attn_([qkv])", "self_attn.$2_proj"),
            ggufLayer("attn_output", "self_attn.o_proj"),
            ggufLayer("ffn_(gate|up|down)", "mlp.$2_proj")).toList();

    private static Rule gguf(String setting, String parts) {
        return of(".*:setting/" + setting, parts);
    }

    private static Rule ggufTensor(String name, String ours) {
        return of(".*:tensor/" + name + "\\.weight", "weight/" + ours + ".weight");
    }

    private static Rule ggufLayer(String name, String ours) {
        return of(".*:tensor/blk\\.(\\d+)\\." + name + "\\.weight",
                "weight/model.layers.$1." + ours + ".weight");
    }
}

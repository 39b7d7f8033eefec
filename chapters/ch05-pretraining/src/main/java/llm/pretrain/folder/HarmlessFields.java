package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fields of a `config.json` that do not change what a model computes, each with the reason. The
/// families' own fields are not among them: `GptConfigJson` and `LlamaConfigJson` read those.
///
/// Source: the fields of `PreTrainedConfig` in transformers 4.50 to 5.18, and of files as SmolLM2,
/// Gemma 3, Unsloth and transformers.js publish them.
final class HarmlessFields {

    /// Why some fields change nothing.
    ///
    /// @param usual  whether files have them as a matter of course, so that nobody need be told
    /// @param values the only values, as JSON, that change nothing; empty if no value does
    record Group(boolean usual, String reason, List<String> values, List<String> names) {
    }

    private static final List<Group> GROUPS = List.of(
            usual("names a class, a program or its version",
                    "model_type", "architectures", "transformers_version", "_name_or_path"),
            usual("tells where texts begin and end, which is read elsewhere",
                    "bos_token_id", "eos_token_id", "pad_token_id"),
            usual("the number format, which the file with the weights tells too",
                    "dtype", "torch_dtype"),
            usual("only before and in training",
                    "initializer_range", "gradient_checkpointing", "router_aux_loss_coef",
                    "router_jitter_noise"),
            usual("what transformers keeps or returns beside the logits",
                    "use_cache", "return_dict", "output_past", "output_router_logits"),
            usual("belongs to another task's head or its defaults",
                    "task_specific_params", "id2label", "label2id", "_num_labels", "problem_type",
                    "classifier_pooling",
                    "summary_activation", "summary_first_dropout", "summary_proj_to_labels",
                    "summary_type", "summary_use_proj"),
            usual("words for people", "language", "license"),
            usual("attention looks back in these families whatever it says", "is_decoder"),
            usual("an older name beside n_positions, which is read", "n_ctx"),
            usual("into how many parts a product is cut: the sum is the same", "pretraining_tp"),

            told("a mark of the program that saved the model",
                    "unsloth_fixed", "unsloth_version", "unsloth_tracking", "model_name",
                    "is_llama_config", "transformers.js_config", "_commit_hash", "mlx_version",
                    "trl_version"),
            told("how attention or experts are computed, not what",
                    "attn_implementation", "_attn_implementation", "_attn_implementation_autoset",
                    "_attn_implementation_internal", "_flash_attn_2_enabled",
                    "_experts_implementation"),
            told("how the cache is kept in memory, not what is in it",
                    "cache_implementation", "cache_config"),
            told("what transformers returns beside the logits",
                    "output_attentions", "output_hidden_states", "output_scores",
                    "return_dict_in_generate", "use_return_dict", "keys_to_ignore_at_inference"),
            told("how transformers compiles the model or spreads it over devices",
                    "torchscript", "use_bfloat16", "xla_device", "tf_legacy_loss",
                    "base_model_tp_plan", "base_model_pp_plan", "tp_plan"),
            told("how text is drawn from the model, which the command line says",
                    "do_sample", "temperature", "top_k", "top_p", "typical_p", "num_beams",
                    "num_beam_groups", "early_stopping", "diversity_penalty", "length_penalty",
                    "repetition_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size",
                    "num_return_sequences", "max_length", "min_length", "max_new_tokens",
                    "bad_words_ids", "suppress_tokens", "begin_suppress_tokens",
                    "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
                    "exponential_decay_length_penalty"),
            told("a token of a tokenizer or of pictures, which its own files tell",
                    "sep_token_id", "unk_token_id", "cls_token_id", "mask_token_id",
                    "decoder_start_token_id", "boi_token_id", "eoi_token_id", "image_token_id",
                    "boi_token_index", "eoi_token_index", "image_token_index",
                    "mm_tokens_per_image", "tokenizer_class", "prefix"),
            told("only in training",
                    "attn_pdrop", "embd_pdrop", "resid_pdrop", "hidden_dropout",
                    "hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout",
                    "neftune_noise_alpha", "initializer_factor", "initializer_cutoff_factor",
                    "finetuning_task", "finetuned"),
            told("an older name beside max_position_embeddings, which is read",
                    "max_sequence_length", "model_max_length"),
            told("how many tokens a layer computes at once: the result is the same",
                    "chunk_size_feed_forward"),
            told("about an encoder, which these families lack", "tie_encoder_decoder"),
            told("of OpenAI's first GPT, which read them", "n_special", "predict_special_tokens"),

            only("an encoder, which these families lack", "false",
                    "is_encoder_decoder", "add_cross_attention"),
            only("no head is missing", "{}", "pruned_heads"),
            only("values are paired as in the files of these families", "false",
                    "rope_interleaved"));

    private static final Map<String, Group> BY_NAME = byName();

    private HarmlessFields() {
    }

    private static Group usual(String reason, String... names) {
        return new Group(true, reason, List.of(), List.of(names));
    }

    private static Group told(String reason, String... names) {
        return new Group(false, reason, List.of(), List.of(names));
    }

    private static Group only(String reason, String value, String... names) {
        return new Group(false, reason, List.of(value), List.of(names));
    }

    private static Map<String, Group> byName() {
        Map<String, Group> groups = new HashMap<>();
        GROUPS.forEach(group -> group.names.forEach(name -> groups.put(name, group)));
        return groups;
    }

    /// The group of a field that changes nothing with this value, if it is one. A field that is
    /// null means what a file without it means.
    static Optional<Group> find(String name, JsonNode value) {
        if (value.isNull()) {
            return Optional.of(BY_NAME.getOrDefault(name, told("not set")));
        }
        return Optional.ofNullable(BY_NAME.get(name)).filter(group ->
                group.values.isEmpty() || group.values.contains(value.toString()));
    }
}

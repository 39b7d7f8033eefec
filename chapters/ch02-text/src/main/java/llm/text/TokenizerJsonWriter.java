package llm.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a tokenizer as Hugging Face's `tokenizer.json` and `tokenizer_config.json`, from which
/// its libraries load it and give the same ids.
final class TokenizerJsonWriter {

    private final BpeTokenizer tokenizer;
    private final BpeSettings settings;

    TokenizerJsonWriter(BpeTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        settings = tokenizer.settings();
    }

    void write(Path folder) throws IOException {
        JsonFile.write(folder.resolve("tokenizer.json"), tokenizerJson(), true);
        JsonFile.write(folder.resolve("tokenizer_config.json"), config(), true);
    }

    private Map<String, @Nullable Object> tokenizerJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", settings.added().stream().map(this::addedToken).toList());
        json.put("normalizer", settings.normalForm()
                .map(form -> Map.of("type", form.name())).orElse(null));
        json.put("pre_tokenizer", new SplitterJson().write(tokenizer.splitter()));
        json.put("post_processor", postProcessor());
        json.put("decoder", SplitterJson.byteLevel(true));
        json.put("model", model());
        return json;
    }

    private Map<String, Object> addedToken(AddedToken token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", token.id());
        json.put("content", token.text());
        json.put("single_word", false);
        json.put("lstrip", false);
        json.put("rstrip", false);
        json.put("normalized", false);
        json.put("special", token.special());
        return json;
    }

    private Map<String, @Nullable Object> model() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "BPE");
        json.put("dropout", null);
        json.put("unk_token", null);
        json.put("continuing_subword_prefix", null);
        json.put("end_of_word_suffix", null);
        json.put("fuse_unk", false);
        json.put("byte_fallback", false);
        json.put("ignore_merges", settings.wholePieces());
        json.put("vocab", Gpt2Files.ids(tokenizer));
        json.put("merges", Gpt2Files.merges(tokenizer));
        return json;
    }

    private Map<String, Object> postProcessor() {
        Map<String, Object> byteLevel = SplitterJson.byteLevel(true);
        if (!settings.addBos()) {
            return byteLevel;
        }
        String bos = settings.bos().orElseThrow();
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("type", "TemplateProcessing");
        template.put("single", List.of(special(bos, 0), sequence("A", 0)));
        template.put("pair", List.of(
                special(bos, 0), sequence("A", 0), special(bos, 1), sequence("B", 1)));
        template.put("special_tokens", Map.of(bos, Map.of("id", bos,
                "ids", List.of(tokenizer.specialId(bos).orElseThrow()), "tokens", List.of(bos))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Sequence");
        json.put("processors", List.of(byteLevel, template));
        return json;
    }

    private static Map<String, Object> special(String token, int type) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", type));
    }

    private static Map<String, Object> sequence(String name, int type) {
        return Map.of("Sequence", Map.of("id", name, "type_id", type));
    }

    private Map<String, Object> config() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("add_prefix_space", false);
        json.put("clean_up_tokenization_spaces", false);
        json.put("add_bos_token", settings.addBos());
        settings.bos().ifPresent(bos -> json.put("bos_token", bos));
        settings.eos().ifPresent(eos -> json.put("eos_token", eos));
        List<String> others = new ArrayList<>();
        for (AddedToken token : settings.added()) {
            if (token.special() && !json.containsValue(token.text())) {
                others.add(token.text());
            }
        }
        json.put("additional_special_tokens", others);
        return json;
    }
}

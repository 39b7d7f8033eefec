package llm.text.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeVocabulary;
import llm.text.bpe.ByteLevel;
import llm.text.bpe.MergeTable;
import llm.text.pretokenize.PreTokenizer;

/// A byte-level vocabulary as files list it, in the form of GGUF's: every token in visible
/// characters by id, and every merge as its two halves with a space between.
///
/// @param tokens bytes as GPT-2 writes them, added tokens as they are; empty where there is none
/// @param merges in order, the lowest rank first
public record BytePairs(List<String> tokens, List<String> merges) {

    public BytePairs {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /// The lists of a tokenizer.
    public static BytePairs of(BpeTokenizer tokenizer) {
        BpeVocabulary vocabulary = tokenizer.vocabulary();
        List<String> tokens = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            tokens.add(vocabulary.has(id) ? ByteLevel.toText(vocabulary.bytes(id)) : "");
        }
        tokenizer.settings().added().forEach(added -> tokens.set(added.id(), added.text()));
        MergeTable table = vocabulary.merges();
        List<String> merges = new ArrayList<>();
        for (int index = 0; index < table.size(); index++) {
            merges.add(ByteLevel.toText(vocabulary.bytes(table.left(index))) + " "
                    + ByteLevel.toText(vocabulary.bytes(table.right(index))));
        }
        return new BytePairs(tokens, merges);
    }

    /// A tokenizer with these lists.
    ///
    /// @throws IllegalArgumentException if a byte has no token, or a merge names none
    public BpeTokenizer tokenizer(PreTokenizer preTokenizer, BpeSettings settings) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (!tokens.get(id).isEmpty()) {
                ids.put(tokens.get(id), id);
            }
        }
        return BpeTokenizer.of(ids, merges.stream().map(JsonFile::merge).toList(), preTokenizer,
                settings);
    }
}

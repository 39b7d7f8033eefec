package llm.text.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeVocabulary;
import llm.text.bpe.ByteLevel;
import llm.text.bpe.MergeTable;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.Gpt2PreTokenizer;

/// A GPT-2 tokenizer in two files: the ids of all tokens as a JSON object, and the merges, one a
/// line. OpenAI and Hugging Face use the same content under different names.
public enum Gpt2Files {

    /// Hugging Face's names.
    HUGGING_FACE("vocab.json", "merges.txt"),
    /// OpenAI's names.
    OPEN_AI("encoder.json", "vocab.bpe");

    private static final String FIRST_LINE = "#version: 0.2";

    private final String vocabularyFile;
    private final String mergesFile;

    Gpt2Files(String vocabularyFile, String mergesFile) {
        this.vocabularyFile = vocabularyFile;
        this.mergesFile = mergesFile;
    }

    public String vocabularyFile() {
        return vocabularyFile;
    }

    public String mergesFile() {
        return mergesFile;
    }

    /// Reads both files from `folder`. The files do not say which tokens are special; those are
    /// the tokens that are no byte and that no merge makes.
    ///
    /// @throws IllegalArgumentException if a file is missing or broken
    public BpeTokenizer load(Path folder) {
        Path idsPath = folder.resolve(vocabularyFile);
        Path mergesPath = folder.resolve(mergesFile);
        Map<String, Integer> ids = JsonFile.naming(idsPath, () ->
                JsonFile.ids(JsonFile.read(idsPath), "the vocabulary"));
        List<String[]> merges = JsonFile.naming(mergesPath, () -> merges(mergesPath));
        List<AddedToken> special = JsonFile.naming(idsPath, () -> unreachable(ids, merges));
        return JsonFile.naming(mergesPath, () -> new BpeTokenizer(
                BpeVocabulary.of(ids, merges, texts(special)),
                new Gpt2PreTokenizer(), BpeSettings.gpt2(special)));
    }

    /// Writes both files to `folder`, which is made if need be.
    ///
    /// @throws IllegalArgumentException if the tokenizer cuts text in another way than GPT-2, which
    ///                                  these files cannot say
    public void save(BpeTokenizer tokenizer, Path folder) throws IOException {
        if (!(tokenizer.preTokenizer() instanceof Gpt2PreTokenizer)) {
            throw new IllegalArgumentException(mergesFile
                    + " must belong to a tokenizer that splits like GPT-2, got "
                    + tokenizer.preTokenizer());
        }
        JsonFile.write(folder.resolve(vocabularyFile), ids(tokenizer), false);
        List<String> lines = new ArrayList<>(List.of(FIRST_LINE));
        for (String[] merge : merges(tokenizer)) {
            lines.add(merge[0] + " " + merge[1]);
        }
        JsonFile.writeLines(folder.resolve(mergesFile), lines);
    }

    /// The ids of all tokens by their text as files hold it.
    public static Map<String, Integer> ids(BpeTokenizer tokenizer) {
        BpeVocabulary vocabulary = tokenizer.vocabulary();
        String[] texts = new String[vocabulary.size()];
        for (int id = 0; id < texts.length; id++) {
            texts[id] = vocabulary.has(id) ? ByteLevel.toText(vocabulary.bytes(id)) : "";
        }
        tokenizer.settings().added().forEach(token -> texts[token.id()] = token.text());
        Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(texts.length);
        for (int id = 0; id < texts.length; id++) {
            if (!texts[id].isEmpty()) {
                ids.put(texts[id], id);
            }
        }
        return ids;
    }

    /// The two halves of all merges as files hold them.
    public static List<String[]> merges(BpeTokenizer tokenizer) {
        BpeVocabulary vocabulary = tokenizer.vocabulary();
        MergeTable table = vocabulary.merges();
        List<String[]> merges = new ArrayList<>(table.size());
        for (int index = 0; index < table.size(); index++) {
            merges.add(new String[] {
                ByteLevel.toText(vocabulary.bytes(table.left(index))),
                ByteLevel.toText(vocabulary.bytes(table.right(index)))});
        }
        return merges;
    }

    private static List<String[]> merges(Path file) {
        return JsonFile.text(file).lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#version"))
                .map(JsonFile::merge)
                .toList();
    }

    private static List<AddedToken> unreachable(Map<String, Integer> ids, List<String[]> merges) {
        Set<String> made = new HashSet<>();
        merges.forEach(merge -> made.add(merge[0] + merge[1]));
        return ids.entrySet().stream()
                .filter(entry -> entry.getKey().length() > 1 && !made.contains(entry.getKey()))
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .map(entry -> new AddedToken(entry.getValue(), entry.getKey(), true))
                .toList();
    }

    private static Set<String> texts(List<AddedToken> tokens) {
        Set<String> texts = new HashSet<>();
        tokens.forEach(token -> texts.add(token.text()));
        return texts;
    }
}

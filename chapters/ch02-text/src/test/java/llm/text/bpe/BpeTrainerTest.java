package llm.text.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import llm.text.Fixtures;
import llm.text.SpecialTokens;
import llm.text.files.Gpt2Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Training a vocabulary")
class BpeTrainerTest {

    private static final String TEXT = Fixtures.text("bpe_train.txt");
    private static final JsonNode REFERENCE = Fixtures.json("bpe_train.json");

    @ParameterizedTest(name = "run {0}")
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("learns the merges, ids and encodings of the reference")
    void agreesWithReference(int number) {
        JsonNode run = REFERENCE.path("runs").get(number);
        List<String> special = new ArrayList<>();
        run.path("special_tokens").forEach(token -> special.add(token.asText()));
        BpeTokenizer trained = new BpeTrainer(run.path("vocab_size").asInt(),
                run.path("min_frequency").asLong(), special, (tokens, size) -> { })
                .train(new StringReader(TEXT));

        List<List<String>> merges = new ArrayList<>();
        run.path("merges").forEach(merge ->
                merges.add(List.of(merge.get(0).asText(), merge.get(1).asText())));
        assertThat(Gpt2Files.merges(trained).stream().map(List::of)).isEqualTo(merges);
        Map<String, Integer> vocab = Fixtures.ids(run.path("vocab"));
        assertThat(Gpt2Files.ids(trained)).isEqualTo(vocab);
        for (JsonNode probe : run.path("encodings")) {
            assertThat(trained.encode(probe.path("text").asText()))
                    .isEqualTo(Fixtures.ints(probe.path("ids")));
        }
    }

    @Test
    @DisplayName("merges the most frequent pair first: by hand, 'aaab' three times")
    void learnsByHand() {
        // aaab ×3: (a,a) 6 times, (a,b) 3; then [aa a b]: (aa,a) 3 and (a,b) 3: smaller left id, a
        BpeTokenizer trained = new BpeTrainer(258, 2, List.of(), (tokens, size) -> { })
                .train(List.of("aaab", "aaab", "aaab"));
        assertThat(Gpt2Files.merges(trained).stream().map(List::of))
                .containsExactly(List.of("a", "a"), List.of("a", "b"));
        assertThat(trained.encode("aaab")).containsExactly(256, 257);
    }

    @Test
    @DisplayName("learns nothing across a special token or from its letters")
    void cutsSpecialTokensOut() {
        String text = "ab<|endoftext|>".repeat(50);
        BpeTokenizer trained = BpeTrainer.ofSize(300).train(List.of(text));
        assertThat(Gpt2Files.merges(trained).stream().map(List::of))
                .containsExactly(List.of("a", "b"));
        assertThat(trained.encode(text, SpecialTokens.allowAll())).hasSize(100);
    }

    @Test
    @DisplayName("learns no token of more than 128 bytes, so that a monotonous text has tokens left")
    void boundsTokens() {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(400).train(List.of("😀".repeat(20_000)));
        assertThat(tokenizer.vocabSize()).isBetween(260, 400);
        for (int id = 0; id < tokenizer.vocabSize(); id++) {
            assertThat(tokenizer.tokenBytes(id)).hasSizeLessThanOrEqualTo(128);
        }
        assertThat(tokenizer.encode("😀".repeat(3200))).hasSize(100);
    }

    @Test
    @DisplayName("learns the same from one big text and from the same text in chunks")
    void readsInChunks() {
        String big = TEXT.repeat(150);          // several chunks
        BpeTokenizer whole = BpeTrainer.ofSize(500).train(List.of(big));
        BpeTokenizer chunked = BpeTrainer.ofSize(500).train(new StringReader(big));
        assertThat(Gpt2Files.ids(chunked)).isEqualTo(Gpt2Files.ids(whole));
    }

    @Test
    @DisplayName("learns the same on one processor and on several")
    void learnsInParallel() throws Exception {
        List<String> texts = new Random(7).ints(400, 0, TEXT.length())
                .mapToObj(from -> TEXT.substring(from, Math.min(TEXT.length(), from + 500)))
                .toList();
        try (var one = new ForkJoinPool(1); var four = new ForkJoinPool(4)) {
            BpeTokenizer alone = one.submit(() -> BpeTrainer.ofSize(500).train(texts)).get();
            BpeTokenizer together = four.submit(() -> BpeTrainer.ofSize(500).train(texts)).get();
            assertThat(Gpt2Files.ids(together)).isEqualTo(Gpt2Files.ids(alone));
            assertThat(Gpt2Files.merges(together).stream().map(List::of))
                    .isEqualTo(Gpt2Files.merges(alone).stream().map(List::of).toList());
        }
    }

    @Test
    @DisplayName("says which text cannot be read, on whichever processor that happens")
    void readsNoBrokenFile(@TempDir Path folder) throws IOException {
        byte[] text = TEXT.repeat(150).getBytes(StandardCharsets.UTF_8);
        text[text.length / 2] = (byte) 0xFF;
        Path broken = Files.write(folder.resolve("broken.txt"), text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BpeTrainer.ofSize(500).train(broken))
                .withMessage(broken + " must be UTF-8 text, got other bytes")
                .withRootCauseInstanceOf(MalformedInputException.class);
    }

    @Test
    @DisplayName("reports every new token")
    void reportsProgress() {
        List<Integer> seen = new ArrayList<>();
        BpeTrainer.ofSize(260).reportingTo((tokens, size) -> seen.add(tokens)).train(List.of(TEXT));
        assertThat(seen).containsExactly(258, 259, 260);
    }

    @Test
    @DisplayName("refuses a vocabulary that has no room for the bytes")
    void refusesSmallVocabulary() {
        assertThatIllegalArgumentException().isThrownBy(() -> BpeTrainer.ofSize(256))
                .withMessage("vocabSize must be at least 256 bytes + 1 special tokens, got 256");
    }
}

package llm.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import llm.format.gguf.GgufMetadata;
import llm.format.gguf.GgufValue;
import llm.pretrain.folder.StopTokens;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTrainer;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieces;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A tokenizer in a GGUF file")
class GgufTokenizerTest {
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int PADDED = 320;

    /// Tokenizers with fewer than [#PADDED] tokens.
    private enum Kind {
        BYTE_PAIRS, SENTENCE_PIECE;

        Tokenizer tokenizer() {
            return switch (this) {
                case BYTE_PAIRS -> BpeTrainer.ofSize(300).train(List.of("low lower lowest 1999"));
                case SENTENCE_PIECE -> sentencePieces();
            };
        }
    }

    /// With a gap at 1.
    private static Tokenizer sentencePieces() {
        List<SentencePiece> pieces = new ArrayList<>(List.of(
                new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN),
                new SentencePiece("", 0, SentencePiece.Kind.UNUSED)));
        for (int b = 0; b < 256; b++) {
            pieces.add(new SentencePiece("<0x%02X>".formatted(b), 0, SentencePiece.Kind.BYTE));
        }
        for (String text : List.of("▁", "l", "o", "w", "lo", "low")) {
            pieces.add(new SentencePiece(text, -pieces.size(), SentencePiece.Kind.NORMAL));
        }
        return SentencePieces.tokenizer(pieces, new BpeSettings(SentencePieces.added(pieces),
                Optional.empty(), Optional.empty(), false, false,
                new TextNormalizer.Replace(" ", "▁")), true);
    }

    private static Map<String, GgufValue> written(Tokenizer tokenizer) {
        return new HashMap<>(GgufTokenizer.write(tokenizer, StopTokens.NONE, PADDED));
    }

    private static Tokenizer read(Map<String, GgufValue> settings) {
        return GgufTokenizer.read(metadata(settings)).orElseThrow();
    }

    private static GgufMetadata metadata(Map<String, GgufValue> settings) {
        return new GgufMetadata(Path.of("a.gguf"), settings);
    }

    private static void assertPadded(Tokenizer again, Tokenizer tokenizer) {
        String text = "lowest 1999 [PAD310] naïve ☃";
        int[] ids = tokenizer.encode(text, SpecialTokens.allowAll());
        assertThat(again.encode(text, SpecialTokens.allowAll())).isEqualTo(ids);
        int[] padded = IntStream.concat(IntStream.range(tokenizer.vocabSize(), PADDED),
                IntStream.of(ids)).toArray();
        assertThat(again.decode(padded)).isEqualTo(text);
        for (int id = 0; id < PADDED; id++) {
            assertThat(again.hasToken(id)).as("id %d", id).isEqualTo(tokenizer.hasToken(id));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("is padded to the model's vocabulary by llama.cpp's names, which are no text:")
    void padded(Kind kind) {
        Tokenizer tokenizer = kind.tokenizer();
        Map<String, GgufValue> settings = written(tokenizer);
        List<String> tokens = metadata(settings).texts(TOKENS);
        long[] types = metadata(settings).wholes(TYPES);
        assertThat(tokens).hasSize(PADDED).doesNotHaveDuplicates();
        for (int id = 0; id < PADDED; id++) {
            assertThat(types[id] == UNUSED).as("id %d", id)
                    .isEqualTo(tokens.get(id).equals("[PAD" + id + "]"))
                    .isEqualTo(!tokenizer.hasToken(id));
        }
        assertPadded(read(settings), tokenizer);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("may have padding that older converters called a user's token:")
    void paddedByOlderConverters(Kind kind) {
        Tokenizer tokenizer = kind.tokenizer();
        Map<String, GgufValue> settings = written(tokenizer);
        int[] types = IntStream.range(0, PADDED).map(id -> {
            int type = (int) metadata(settings).wholes(TYPES)[id];
            return type == UNUSED ? USER_DEFINED : type;
        }).toArray();
        settings.put(TYPES, GgufValue.int32s(types));
        assertPadded(read(settings), tokenizer);
    }

    @Test
    @DisplayName("keeps a user's token that is no padding of its own id")
    void usersTokens() {
        Map<String, GgufValue> settings = written(Kind.BYTE_PAIRS.tokenizer());
        List<String> tokens = new ArrayList<>(metadata(settings).texts(TOKENS));
        tokens.set(310, "[PAD7]");
        int[] types = IntStream.range(0, PADDED)
                .map(id -> (int) metadata(settings).wholes(TYPES)[id]).toArray();
        types[310] = USER_DEFINED;
        settings.put(TOKENS, GgufValue.texts(tokens));
        settings.put(TYPES, GgufValue.int32s(types));
        assertThat(read(settings).encode("[PAD7]")).containsExactly(310);
        assertThat(read(settings).decode(310)).isEqualTo("[PAD7]");
    }
}

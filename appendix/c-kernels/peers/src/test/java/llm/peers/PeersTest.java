package llm.peers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The peers")
class PeersTest {

    @Test
    @DisplayName("encode with JTokkit, in one piece and in several")
    void jtokkit() {
        Encoding gpt2 = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
        assertThat(JtokkitPeer.encode(gpt2, 1, "Every effort moves you"))
                .containsExactly(6109, 3626, 6100, 345);
        String text = "Every effort moves you. ".repeat(40_000);        // four parts
        assertThat(JtokkitPeer.encode(gpt2, 2, text))
                .isEqualTo(gpt2.encodeOrdinary(text).toArray());
    }

    @Test
    @DisplayName("encode with DJL, one by one and in batches, and without special tokens")
    void djl(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "added_tokens": [
                   {"id": 5, "content": "<s>", "special": true, "single_word": false,
                    "lstrip": false, "rstrip": false, "normalized": false}],
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
                    "trim_offsets": true, "use_regex": true},
                 "post_processor": {"type": "TemplateProcessing",
                    "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                               {"Sequence": {"id": "A", "type_id": 0}}],
                    "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                             {"Sequence": {"id": "B", "type_id": 0}}],
                    "special_tokens": {"<s>": {"id": "<s>", "ids": [5], "tokens": ["<s>"]}}},
                 "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "Ġ": 2, "ab": 3, "Ġab": 4},
                    "merges": ["a b", "Ġ ab"]}}
                """);
        String text = "ab ab b ".repeat(400_000);           // 320 parts, three batches
        int[] ids = IntStream.range(0, 400_000).boxed().flatMapToInt(i ->
                i == 0 ? IntStream.of(3, 4, 2, 1) : IntStream.of(4, 4, 2, 1)).toArray();
        int[] withLastSpace = Arrays.copyOf(ids, ids.length + 1);
        withLastSpace[ids.length] = 2;
        try (HuggingFaceTokenizer tokenizer = DjlPeer.load(folder)) {
            assertThat(DjlPeer.encode(tokenizer, 1, text)).isEqualTo(withLastSpace);
            assertThat(DjlPeer.encode(tokenizer, 2, text)).isEqualTo(withLastSpace);
        }
    }
}

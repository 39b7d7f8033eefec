package llm.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The streaming decoder")
class StreamingDecoderTest {

    private static final BpeTokenizer GPT2 = Tokenizers.named("gpt2");

    @Test
    @DisplayName("holds back the bytes of a character until it is whole")
    void waitsForCharacters() {
        StreamingDecoder decoder = new StreamingDecoder(GPT2);
        assertThat(decoder.accept(447)).isEmpty();              // E2 80
        assertThat(decoder.accept(247)).isEqualTo("\u2019");    // 99
        assertThat(decoder.accept(82)).isEqualTo("s");
        assertThat(decoder.accept(447)).isEmpty();
        assertThat(decoder.flush()).isEqualTo("\uFFFD");
        assertThat(decoder.flush()).isEmpty();
    }

    @Test
    @DisplayName("gives in parts what decoding all ids gives, for text and for any ids")
    void agreesWithDecode() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int[] ids = round % 2 == 0
                    ? GPT2.encode(RandomText.mixed(random, 40))
                    : random.ints(40, 0, GPT2.vocabSize() + 50).toArray();
            StreamingDecoder decoder = new StreamingDecoder(GPT2);
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(decoder.accept(id));
            }
            assertThat(text.append(decoder.flush()).toString()).isEqualTo(GPT2.decode(ids));
        }
    }
}

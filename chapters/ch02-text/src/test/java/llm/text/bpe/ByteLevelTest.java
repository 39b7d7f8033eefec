package llm.text.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The byte-level alphabet")
class ByteLevelTest {

    @Test
    @DisplayName("writes a space as Ġ, a line break as Ċ and é as Ã©, as GPT-2's files do")
    void writesBytes() {
        byte[] bytes = " a\né".getBytes(StandardCharsets.UTF_8);
        assertThat(ByteLevel.toText(bytes)).isEqualTo("ĠaĊÃ©");
        assertThat(ByteLevel.toBytes("ĠaĊÃ©")).isEqualTo(bytes);
    }

    @Test
    @DisplayName("has 256 different characters; the first is ! and the last is the soft hyphen's")
    void hasAllBytes() {
        int[] order = ByteLevel.inCharacterOrder();
        assertThat(order).hasSize(256).doesNotHaveDuplicates();
        assertThat(order[0]).isEqualTo('!');
        assertThat(order[255]).isEqualTo(0xAD);
    }

    @Test
    @DisplayName("refuses a character that stands for no byte")
    void refusesOthers() {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteLevel.toBytes("a b"))
                .withMessage("each character of a byte-level token must stand for a byte, "
                        + "got U+0020 in \"a b\"");
    }
}

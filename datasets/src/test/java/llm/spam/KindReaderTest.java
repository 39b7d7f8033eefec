package llm.spam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llm.tales.SplitMix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The kinds of messages")
class KindReaderTest {
    private static final List<MessageKind> KINDS = SpamGenerator.kinds();

    /// Slips of the pen that a template can produce.
    private static final List<String> SLIPS = List.of("[\\[\\]{}<>|#\\t\\n]", "\\(n\\)", "  ",
            "^ ", " $", " [.,!?]", ",[.,!?]", "\\?\\.", "!\\.", "[^.]\\.\\.$", "\\b\\.word");

    @Test
    @DisplayName("are many: 40 of ham and of spam to train, 15 to validate and 15 to test")
    void many() {
        for (Label label : Label.values()) {
            assertThat(of(label, Split.TRAIN)).hasSizeGreaterThanOrEqualTo(40);
            assertThat(of(label, Split.VALIDATION)).hasSizeGreaterThanOrEqualTo(15);
            assertThat(of(label, Split.TEST)).hasSizeGreaterThanOrEqualTo(15);
        }
    }

    @Test
    @DisplayName("have names of their own, so none is in two splits, and messages tell theirs")
    void names() {
        assertThat(KINDS).extracting(MessageKind::name).doesNotHaveDuplicates();
        for (Split split : Split.values()) {
            Set<String> names = KINDS.stream().filter(kind -> kind.split() == split)
                    .map(MessageKind::name).collect(Collectors.toSet());
            assertThat(SpamGenerator.of(2).messages(split, 5_000).stream()
                    .map(Message::template).collect(Collectors.toSet())).isEqualTo(names);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("have every hard phenomenon in all three splits")
    void phenomena(Label label) {
        Set<String> trained = phenomena(label, Split.TRAIN);
        assertThat(trained).hasSizeGreaterThanOrEqualTo(10);
        assertThat(phenomena(label, Split.VALIDATION)).isEqualTo(trained);
        assertThat(phenomena(label, Split.TEST)).isEqualTo(trained);
    }

    @Test
    @DisplayName("write text without slips of the pen")
    void noSlips() {
        for (String slip : SLIPS) {
            var pattern = Pattern.compile(slip);
            for (MessageKind kind : KINDS) {
                for (int i = 0; i < 200; i++) {
                    String text = kind.template().write(SplitMix.forIndex(11, i));
                    assertThat(pattern.matcher(text).find()).as(slip + " in " + text).isFalse();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "kind a loud;a kind may be [hard, formal], got [loud] for a",
        "kind a|    - x|kind a;a kind must have a name of its own, got a",
        "sort a;a line must be 'kind NAME' or indented below it, got sort a",
        "kind a|    - {who};plot a: a role must be one of [], got {who}"})
    @DisplayName("with a mistake are refused, and the message says where")
    void mistakes(String source, String message) {
        assertThatThrownBy(() ->
                KindReader.read(Label.HAM, Split.TEST, "", source.replace('|', '\n')))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static List<MessageKind> of(Label label, Split split) {
        return KINDS.stream()
                .filter(kind -> kind.label() == label && kind.split() == split).toList();
    }

    private static Set<String> phenomena(Label label, Split split) {
        return of(label, split).stream().filter(MessageKind::hard)
                .map(MessageKind::phenomenon).collect(Collectors.toSet());
    }
}

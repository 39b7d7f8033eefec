package llm.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tales.SplitMix;
import llm.tales.Template;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An exchange")
class ExchangeTest {
    private static final String SOURCE = """
            # comment

            topic greet
            asked
                - Is it you, {child}?
                - You?
            yes politely
                - Yes, dear.
            yes rudely
                - Who else?
                - So what?
            no politely
                - Sorry, no.
            no rudely
                - No!
            """;

    @Test
    @DisplayName("is a topic with one of its two answers")
    void reads() {
        List<String> requests = List.of("Is it you, {child}?", "You?");
        assertThat(Exchange.read(SOURCE)).containsExactly(
                new Exchange("greet", "yes", requests, List.of("Yes, dear."),
                        List.of("Who else?", "So what?")),
                new Exchange("greet", "no", requests, List.of("Sorry, no."), List.of("No!")));
    }

    @Test
    @DisplayName("becomes a template of three lines for each request")
    void template() {
        Exchange yes = Exchange.read(SOURCE).getFirst();
        assertThat(yes.name("You?")).isEqualTo("greet yes: You?");
        Template template = Template.read("", Map.of("it", yes.template("You?"))).get("it");
        Set<String> texts = IntStream.range(0, 50)
                .mapToObj(i -> template.write(SplitMix.forIndex(1, i)))
                .collect(Collectors.toSet());
        assertThat(texts).containsExactlyInAnyOrder(
                "You?\nYes, dear.\nWho else?", "You?\nYes, dear.\nSo what?");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "asked;a line must be 'topic NAME', a part of a topic, or '- TEMPLATE' indented below it,"
                + " got asked",
        "topic a|  - You?;a line must be 'topic NAME', a part of a topic, or '- TEMPLATE' indented"
                + " below it, got   - You?",
        "topic a|asked|    - You?;a topic must have the parts [asked, yes politely, yes rudely],"
                + " got [asked] for a"})
    @DisplayName("with a mistake is refused, and the message says where")
    void mistakes(String source, String message) {
        assertThatThrownBy(() -> Exchange.read(source.replace('|', '\n')))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

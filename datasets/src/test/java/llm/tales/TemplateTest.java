package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A template of another kind of text")
class TemplateTest {

    @Test
    @DisplayName("chooses among its alternatives and keeps who plays a role")
    void writes() {
        var sources = new LinkedHashMap<String, String>();
        sources.put("second", "    - {hero} ate [a|the] {fruit}.\n    - No, {hero} and {hero}.\n");
        sources.put("first", "    - <farewell>");
        Map<String, Template> read = Template.read(TinyGrammar.TABLES, sources);
        assertThat(read.keySet()).containsExactly("second", "first");
        assertThat(texts(read.get("first"))).containsExactlyInAnyOrder("Good night.", "Bye.");
        assertThat(texts(read.get("second"))).hasSize(3 * 2 * 2 + 3)
                .contains("Ann ate the pear.", "No, Bob and Bob.");
    }

    @Test
    @DisplayName("may use the tables of the tales beside its own")
    void tales() {
        Template template = Template.readWithTales(
                "table size: word\n    big\n    small\n\ncast\n    toy = toy\n    size = size\n",
                Map.of("mine", "    - I {toy.play} with my {size} {toy}.")).get("mine");
        assertThat(texts(template)).hasSize(2 * 16)
                .contains("I fly it over the hill with my big kite.");
    }

    @Test
    @DisplayName("with a mistake is refused by its name")
    void mistake() {
        assertThatThrownBy(() -> Template.read(TinyGrammar.TABLES, Map.of("mine", "    - [a")))
                .hasMessageStartingWith("plot mine: brackets must match");
    }

    private static Set<String> texts(Template template) {
        return IntStream.range(0, 500)
                .mapToObj(i -> template.write(SplitMix.forIndex(1, i)))
                .collect(Collectors.toSet());
    }
}

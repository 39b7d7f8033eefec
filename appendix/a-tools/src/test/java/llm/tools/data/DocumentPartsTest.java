package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The documents of a file")
class DocumentPartsTest {
    private static final String SEPARATOR = "<|endoftext|>";

    @TempDir
    private Path folder = Path.of("");

    /// Joins the parts of each document.
    private static final class Documents implements DocumentParts.Visitor {
        private final List<String> all = new ArrayList<>();
        private StringBuilder present = new StringBuilder();

        @Override
        public void part(CharSequence text) {
            present.append(text);
        }

        @Override
        public void end() {
            all.add(present.toString());
            present = new StringBuilder();
        }
    }

    private List<String> documents(String text) throws IOException {
        Documents documents = new Documents();
        DocumentParts.read(Files.writeString(folder.resolve("text.txt"), text), documents);
        return documents.all;
    }

    @Test
    @DisplayName("are what stands between separators, without the white space around it")
    void stripped() throws IOException {
        assertThat(documents(" a b \n" + SEPARATOR + "\n" + SEPARATOR + "c"))
                .containsExactly("a b", "", "c");
        assertThat(documents(SEPARATOR + "a" + SEPARATOR)).containsExactly("a");
        assertThat(documents("<|endof<|endoftext|>|>")).containsExactly("<|endof", "|>");
        assertThat(documents("")).isEmpty();
    }

    /// The parts must not depend on where blocks end: texts are longer than one.
    @Test
    @DisplayName("are those that a text in memory gives")
    void asInMemory() throws IOException {
        Random random = new Random(5);
        List<String> words = List.of("a", " ", "\n", "<|", "endoftext", "|>", "😀", SEPARATOR);
        for (int round = 0; round < 20; round++) {
            StringBuilder text = new StringBuilder("x");
            for (int i = 0; i < 40_000; i++) {
                text.append(words.get(random.nextInt(words.size() - (i % 7 == 0 ? 0 : 1))));
            }
            String all = text + "y";
            Stream<String> expected = Arrays.stream(all.split(Pattern.quote(SEPARATOR), -1));
            assertThat(documents(all)).isEqualTo(expected.map(String::strip).toList());
        }
    }
}

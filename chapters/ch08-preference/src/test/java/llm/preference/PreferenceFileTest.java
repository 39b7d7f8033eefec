package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.instruct.PlainFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file of pairs")
class PreferenceFileTest {
    private static final String COURSE = "instruction-data-with-preference.json";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("pairs.json"), text);
    }

    @Test
    @DisplayName("is read as it was written")
    void roundTrip() throws IOException {
        Path file = folder.resolve("mine.json");
        PreferenceFile.write(Tiny.PAIRS, file);
        assertThat(PreferenceFile.read(file).pairs()).isEqualTo(Tiny.PAIRS);
    }

    @Test
    @DisplayName("may have a prompt alone, a line for each, and entries without a difference")
    void others() throws IOException {
        var read = PreferenceFile.read(file("""
                {"prompt": "Hi", "chosen": "Hello!", "rejected": "What?"}
                {"instruction": "a", "input": "b", "chosen": "same", "rejected": "same"}
                """));
        assertThat(read.pairs()).containsExactly(new PreferencePair("Hi", "", "Hello!", "What?"));
        assertThat(read.without()).containsExactly(2);
    }

    @Test
    @DisplayName("is refused with the place of what is wrong")
    void refuses() throws IOException {
        Path file = file("[{\"instruction\": \"a\", \"input\": \"\", \"chosen\": \"b\"}]");
        assertThatIllegalArgumentException().isThrownBy(() -> PreferenceFile.read(file))
                .withMessageContaining("entry 1 (line 1) must have the field rejected with a text");
        Path same = file("{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"b\"}");
        assertThatIllegalArgumentException().isThrownBy(() -> PreferenceFile.read(same))
                .withMessageContaining("must hold a pair of different answers, got 1 whose answers "
                        + "are the same");
    }

    @Test
    @DisplayName("of the course is read whole")
    void course() throws IOException {
        String data = System.getenv("LLM_DATA_DIR");
        assumeTrue(data != null && Files.exists(Path.of(data, COURSE)),
                "LLM_DATA_DIR must name the folder with " + COURSE);
        var read = PreferenceFile.read(Path.of(data, COURSE));
        assertThat(read.pairs().size() + read.without().size()).isEqualTo(1100);
        assertThat(read.pairs()).extracting(PreferencePair::rejected)
                .contains("The spelling of the given phrase \"freind\" is flat out wrong, get it "
                        + "together, the correct spelling is \"friend\".");
    }

    @Test
    @DisplayName("loses pairs that do not fit the context, and says which")
    void context() {
        PreferenceDataset all = Tiny.pairs();
        assertThat(all.size()).isEqualTo(8);
        int[] fits = {0, 1, 2, 3, 4, 5, 6, 7};
        int longest = all.batch(fits).answers().inputs().size(1);
        PreferenceDataset shorter = PreferenceDataset.of(Tiny.PAIRS,
                PlainFormat.SHORT, Tiny.TOKENIZER, longest - 1);
        assertThat(shorter.dropped()).isEqualTo(List.of(4));
        assertThat(shorter.toString()).isEqualTo("7 pairs; 1 longer than the context left out: 4");
        assertThatIllegalArgumentException().isThrownBy(() -> PreferenceDataset.of(Tiny.PAIRS,
                PlainFormat.SHORT, Tiny.TOKENIZER, 3))
                .withMessage("a pair or more must fit context=3, got none of 8");
    }
}

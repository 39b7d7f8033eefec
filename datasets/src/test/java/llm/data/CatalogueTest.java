package llm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@DisplayName("The catalogue")
class CatalogueTest {
    private final Catalogue catalogue = Catalogue.load();

    @Test
    @DisplayName("names the models and data sets of the book once, each with all that one asks")
    void complete() {
        assertThat(catalogue.entries()).extracting(CatalogueEntry::name).doesNotHaveDuplicates()
                .contains("gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl", "llama-3.2-1b",
                        "qwen3-0.6b", "gemma-3-270m", "sms-spam", "alpaca", "tinystories", "mmlu",
                        "the-verdict", "instructions", "stories260k", "stories15m");
        assertThat(catalogue.entries()).allSatisfy(entry -> {
            assertThat(entry.name()).matches("[a-z0-9.-]+");
            assertThat(entry.kind()).isIn("model", "data");
            assertThat(URI.create(entry.page())).hasScheme("https");
            assertThat(entry.title()).isNotBlank();
            assertThat(entry.licence()).isNotBlank();
            assertThat(entry.bytes()).isPositive();
            assertThat(entry.sources()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("stands in the README, entry by entry")
    void documented() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md"));
        assertThat(catalogue.entries()).allSatisfy(entry -> assertThat(rows).anySatisfy(row ->
                assertThat(row).startsWith("| [`" + entry.name() + "`](" + entry.page() + ") | "
                        + entry.title() + " | ").contains(" | " + entry.licence())));
    }

    @Test
    @DisplayName("asks for addresses over https only, and for full checksums")
    void safe() {
        catalogue.entries().stream().flatMap(entry -> entry.sources().stream()).forEach(source -> {
            if (source instanceof Source.Page page) {
                assertThat(page.address()).hasScheme("https");
                if (page.sha256() != null) {
                    assertThat(page.sha256()).matches("[0-9a-f]{64}");
                }
            }
        });
    }

    @Test
    @DisplayName("has a checksum of every file that is not the hub's, or says that it has none")
    void checksums() throws IOException {
        assertThat(catalogue.entries()).filteredOn(entry -> !entry.hasChecksums())
                .extracting(CatalogueEntry::name)
                .containsExactly("stories15m", "sms-spam", "alpaca");
        var silent = new ObjectMapper().readTree("""
                [{"name": "x", "kind": "data", "title": "x", "page": "https://x", "licence": "MIT",
                  "bytes": 1, "sources": [{"address": "https://x/y"}]}]""");
        assertThatThrownBy(() -> Catalogue.parse(silent)).hasMessageContaining("sha256");
    }

    @Test
    @DisplayName("says which names there are when one is wrong")
    void unknown() {
        assertThatThrownBy(() -> catalogue.entry("gpt5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the name must be one of gpt2, gpt2-medium, ")
                .hasMessageEndingWith(", got gpt5");
    }

    @Test
    @DisplayName("gives an entry at another revision, where it has revisions")
    void revisions() {
        assertThat(catalogue.entry("gpt2").at("abc").sources()).singleElement()
                .isInstanceOfSatisfying(Source.Repository.class,
                        source -> assertThat(source.revision()).isEqualTo("abc"));
        assertThatThrownBy(() -> catalogue.entry("alpaca").at("abc"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(
                        "a revision must be of a repository on the hub, got alpaca, which comes "
                                + "from https://raw.githubusercontent.com/");
        assertThatThrownBy(() -> new Source.Repository("gpt2", "main", List.of()))
                .hasMessage("a repository must be models/OWNER/NAME or datasets/OWNER/NAME, "
                        + "got gpt2");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "LLM_DATA_DIR", matches = ".+",
            disabledReason = "needs the public texts")
    @DisplayName("has the checksums and sizes of the files that were seen")
    void seen() throws IOException {
        Path seen = Path.of(System.getenv("LLM_DATA_DIR"));
        for (String name : List.of("the-verdict", "instructions", "preferences",
                "judged-answers", "gpt2-vocabulary")) {
            long bytes = 0;
            for (Source source : catalogue.entry(name).sources()) {
                Source.Page page = (Source.Page) source;
                Path file = Files.exists(seen.resolve(page.file())) ? seen.resolve(page.file())
                        : seen.resolve("gpt2").resolve(page.file());
                assertThat(Checksum.of(Checksum.Kind.SHA_256, file).hex())
                        .isEqualTo(page.sha256());
                bytes += Files.size(file);
            }
            assertThat(catalogue.entry(name).bytes()).isEqualTo(bytes);
        }
    }
}

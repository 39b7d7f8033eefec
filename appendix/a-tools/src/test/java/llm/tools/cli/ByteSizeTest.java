package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A number of bytes on the command line")
class ByteSizeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5GB, 5000000000", "200MB, 200000000", "3kb, 3000", "17, 17", "1gb, 1000000000"})
    @DisplayName("is counted in thousands:")
    void units(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "0GB", "-1", "1.5GB", "5 GB", "5GiB", "GB", "9999999999"})
    @DisplayName("is refused as:")
    void refused(String text) {
        assertThatThrownBy(() -> new ByteSize().convert(text)).hasMessage("a size must be a whole "
                + "number of KB, MB or GB above 0, got \"" + text + "\"");
    }
}

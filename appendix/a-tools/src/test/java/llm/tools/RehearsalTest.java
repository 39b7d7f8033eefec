package llm.tools;

import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rehearsal after a build")
class RehearsalTest {

    @Test
    @DisplayName("runs every command to its end, or the archive would lack what comes after")
    void succeeds() {
        assertThatNoException().isThrownBy(() -> Rehearsal.main(new String[0]));
    }
}

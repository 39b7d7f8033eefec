package llm.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The web page of a notebook")
class NotebookPageTest {
    @Test
    @DisplayName("holds prose, code, outputs and pictures, and needs nothing else")
    void holdsEverything() throws IOException {
        Notebook small = Notebook.read(NotebookRunTest.SMALL);
        NotebookRun.of(small);
        String page = new NotebookPage(small).html();

        assertThat(page).contains("<title>A small notebook</title>", "<h2>1. Numbers</h2>",
                "<th>a</th>", "<span class=\"formula\">(3+4)/2</span>",
                "<span class=\"keyword\">double</span> mean",
                "<pre class=\"value\">3.5</pre>", "src=\"data:image/png;base64,iVBOR",
                "<svg xmlns", "a &lt; b", "prefers-color-scheme: dark");
        assertThat(page).doesNotContain("{{", "<script", "\uE000")
                .doesNotContainPattern("(href|src|url\\()=?[\"']?http");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "\\frac{QK^\\top}{\\sqrt{d_k}}; (QKᵀ)/(√dₖ)",
        "x \\cdot y \\le \\sum_i w_i; x · y ≤ Σᵢ wᵢ",
        "\\text{softmax}(x)_i; softmax(x)ᵢ",
        "\\frac{1}{\\sqrt{\\frac{a}{b}}}; 1/(√(a/b))",
        "\\frac{e^{x_i}}{\\sum_j e^{x_j}}; (e^(xᵢ))/(Σⱼ e^(xⱼ))",
        "C_{ij} = V^n - 2; Cᵢⱼ = Vⁿ − 2"})
    @DisplayName("turns short formulas into plain text")
    void readsFormulas(String tex, String text) {
        assertThat(Formula.readable(tex)).isEqualTo(text);
    }

    @Test
    @DisplayName("sets indices low and exponents high")
    void setsIndices() {
        assertThat(Formula.html("x_{j,i}^2 < \\sqrt{d_k}"))
                .isEqualTo("x<sub>j,i</sub>² &lt; √dₖ");
    }
}

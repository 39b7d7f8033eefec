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

        assertThat(page).contains("<title>A small notebook</title>",
                "<li><a href=\"#1-numbers\">1. Numbers</a></li>",
                "<h2 id=\"1-numbers\">1. Numbers</h2>",
                "<th>a</th>", "<mfrac><mrow><mn>3</mn><mo>+</mo><mn>4</mn></mrow><mn>2</mn></mfrac>",
                "<span class=\"keyword\">double</span> mean",
                "<pre class=\"value\">3.5</pre>", "<img alt=\"picture, 4 × 2 pixels\" width=\"4\" src=\"data:image/png;base64,iVBOR",
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

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "f(x, y); <mi>f</mi><mrow><mo stretchy=\"false\">(</mo><mi>x</mi><mo>,</mo><mi>y</mi>"
                + "<mo stretchy=\"false\">)</mo></mrow>",
        "-(\\frac{1}{2}); <mo>−</mo><mrow><mo>(</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>"
                + "<mo>)</mo></mrow>",
        "\\beta \\ln x; <mi>β</mi><mo lspace=\"0.17em\" rspace=\"0.17em\">ln</mo><mi>x</mi>",
        "\\sum_y y; <munder><mo>∑</mo><mi>y</mi></munder><mi>y</mi>",
        "\\pi_\\text{ref}; <msub><mi>π</mi><mrow><mtext>ref</mtext></mrow></msub>",
        "a \\to \\operatorname{cos} b; <mi>a</mi><mo>→</mo><mrow><mtext>cos</mtext></mrow><mi>b</mi>"})
    @DisplayName("turns formulas into the MathML that browsers show")
    void makesMathMl(String tex, String inner) {
        assertThat(MathMl.of(tex, true).orElseThrow()).startsWith("<math display=\"block\"")
                .endsWith("MathML\">" + inner + "</math>");
    }

    @Test
    @DisplayName("leaves TeX that it does not understand as it is")
    void leavesUnknownTex() {
        assertThat(new Prose("See $\\frobnicate{a<b}$.").html())
                .isEqualTo("<p>See <code>\\frobnicate{a&lt;b}</code>.</p>\n");
    }

    @Test
    @DisplayName("tells prose in lines of a terminal, formulas as text, without markers")
    void tellsProse() {
        var prose = new Prose("""
                ## 2. Losses $x_i$

                The **loss** is 2.31<!-- value: loss -->, and
                `sum()` adds $x_1 * x_2 * y$ to it.

                - one item that is longer
                  than a line may be
                - two

                ```java
                a line of code that must not be broken at all
                ```
                """);
        assertThat(prose.lines(30)).containsExactly("", "## 2. Losses xᵢ", "",
                "The loss is 2.31, and \"sum()\"", "adds x₁ * x₂ * y to it.", "",
                "- one item that is longer than", "  a line may be", "- two", "",
                "a line of code that must not be broken at all");
    }
}

package llm.notebook;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the TeX of a short formula readable as plain text: `\frac{QK^\top}{\sqrt{d_k}}` becomes
/// `(QKᵀ)/√(d_k)`. What it does not know stays TeX.
final class Formula {
    private static final Map<String, String> SYMBOLS = Map.ofEntries(
            Map.entry("alpha", "α"), Map.entry("beta", "β"), Map.entry("gamma", "γ"),
            Map.entry("delta", "δ"), Map.entry("epsilon", "ε"), Map.entry("varepsilon", "ε"),
            Map.entry("eta", "η"), Map.entry("theta", "θ"), Map.entry("lambda", "λ"),
            Map.entry("mu", "μ"), Map.entry("pi", "π"), Map.entry("rho", "ρ"),
            Map.entry("sigma", "σ"), Map.entry("tau", "τ"), Map.entry("phi", "φ"),
            Map.entry("omega", "ω"), Map.entry("Delta", "Δ"), Map.entry("Sigma", "Σ"),
            Map.entry("Phi", "Φ"), Map.entry("sum", "Σ"), Map.entry("prod", "Π"),
            Map.entry("cdot", "·"), Map.entry("times", "×"), Map.entry("odot", "⊙"),
            Map.entry("oplus", "⊕"), Map.entry("pm", "±"), Map.entry("approx", "≈"),
            Map.entry("le", "≤"), Map.entry("leq", "≤"), Map.entry("ge", "≥"),
            Map.entry("geq", "≥"), Map.entry("ne", "≠"), Map.entry("neq", "≠"),
            Map.entry("infty", "∞"), Map.entry("partial", "∂"), Map.entry("nabla", "∇"),
            Map.entry("in", "∈"), Map.entry("to", "→"), Map.entry("rightarrow", "→"),
            Map.entry("mapsto", "↦"), Map.entry("ldots", "…"), Map.entry("dots", "…"),
            Map.entry("cdots", "⋯"), Map.entry("log", "log"), Map.entry("ln", "ln"),
            Map.entry("exp", "exp"), Map.entry("max", "max"), Map.entry("min", "min"),
            Map.entry("tanh", "tanh"), Map.entry("mid", "|"), Map.entry("top", "ᵀ"),
            Map.entry("leftarrow", "←"), Map.entry("gets", "←"), Map.entry("equiv", "≡"),
            Map.entry("quad", "  "), Map.entry("left", ""), Map.entry("right", ""));
    private static final String GROUP = "\\{([^{}]*)\\}";
    private static final Pattern FRACTION = Pattern.compile("\\\\[td]?frac" + GROUP + GROUP);
    private static final Pattern ROOT = Pattern.compile("\\\\sqrt" + GROUP);
    private static final Pattern NAMED = Pattern.compile(
            "\\\\(?:text|mathrm|mathbf|mathit|operatorname|hat|bar)" + GROUP);
    private static final Pattern INDEX = Pattern.compile(
            "([_^])(?:\\{([^{}\\\\]+)\\}|([\\p{L}\\p{N}+-]))");
    private static final String NORMAL = "0123456789+-=()aehijklmnoprstuvx";
    private static final String BELOW = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    private static final String ABOVE = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵉʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛˣ";
    private static final Pattern COMMAND = Pattern.compile("\\\\([A-Za-z]+)");

    private Formula() {}

    /// The formula as plain text.
    static String readable(String tex) {
        String text = tex;
        String before;
        do {                                                // from the innermost braces outwards
            before = text;
            text = NAMED.matcher(text).replaceAll("$1");
            text = INDEX.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                    index(match.group(1), match.group(2) == null ? match.group(3)
                            : match.group(2))));
            text = ROOT.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                    "√" + grouped(match.group(1))));
            text = FRACTION.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                    grouped(match.group(1)) + "/" + grouped(match.group(2))));
        } while (!text.equals(before));
        text = COMMAND.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                SYMBOLS.getOrDefault(match.group(1), match.group())));
        return text.replace("^ᵀ", "ᵀ").replace("^{ᵀ}", "ᵀ").replace("^T", "ᵀ")
                .replace("∂ ", "∂").replace(" - ", " − ").replace("{,}", ",")
                .replace("\\,", " ").replace("\\;", " ").replace("\\{", "{").replace("\\}", "}");
    }

    /// `_i` as `ᵢ` and `^2` as `²` where Unicode has the letters, else in parentheses.
    private static String index(String kind, String what) {
        String letters = kind.equals("_") ? BELOW : ABOVE;
        var small = new StringBuilder();
        for (char letter : what.toCharArray()) {
            int at = NORMAL.indexOf(letter);
            if (at < 0) {
                return kind + (what.length() == 1 ? what : "(" + what + ")");
            }
            small.append(letters.charAt(at));
        }
        return small.toString();
    }

    private static String grouped(String part) {
        return part.matches("[\\p{L}\\p{N}_]+") ? part : "(" + part + ")";
    }
}

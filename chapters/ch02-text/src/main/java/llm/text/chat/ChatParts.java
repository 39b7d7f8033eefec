package llm.text.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import llm.text.SpecialTokens;
import llm.text.TextPlace;
import llm.text.Tokenizer;

/// A conversation in parts: control tokens that the template sets, and plain text. Plain text is
/// never searched for control tokens, so nobody can end their turn and speak as somebody else.
final class ChatParts {

    private static final Pattern SPACE = Pattern.compile("(?U)^\\s+");

    private final List<Part> parts = new ArrayList<>();

    private record Part(String text, boolean control) {
    }

    /// Appends a token such as `<|im_end|>`.
    ChatParts control(String token) {
        parts.add(new Part(token, true));
        return this;
    }

    /// Appends plain text; texts in a row are one, as their tokens may reach over the seam.
    ChatParts text(String text) {
        boolean goesOn = !parts.isEmpty() && !parts.getLast().control;
        String before = goesOn ? parts.removeLast().text : "";
        parts.add(new Part(before + text, false));
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text));
        return text.toString();
    }

    /// @throws IllegalArgumentException if the tokenizer lacks a control token
    int[] ids(Tokenizer tokenizer) {
        return IntStream.range(0, parts.size())
                .mapToObj(i -> ids(i, tokenizer))
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    private int[] ids(int i, Tokenizer tokenizer) {
        Part part = parts.get(i);
        boolean afterToken = i > 0 && parts.get(i - 1).control;
        return afterToken && !part.control && takesSpaceAlong(parts.get(i - 1).text, tokenizer)
                ? ids(new Part(SPACE.matcher(part.text).replaceFirst(""), false), false, tokenizer)
                : ids(part, i == 0, tokenizer);
    }

    /// Whether a token swallows white space behind it, as Phi-3's do.
    private static boolean takesSpaceAlong(String token, Tokenizer tokenizer) {
        return tokenizer.encode(token + "\n", SpecialTokens.allowAll()).length == 1;
    }

    private static int[] ids(Part part, boolean first, Tokenizer tokenizer) {
        return part.control
                ? new int[] {id(part.text, tokenizer)}
                : tokenizer.encode(part.text, SpecialTokens.asText(),
                        first ? TextPlace.START : TextPlace.AFTER_TOKEN);
    }

    private static int id(String token, Tokenizer tokenizer) {
        return tokenizer.specialId(token).orElseThrow(() -> new IllegalArgumentException(
                "the tokenizer must have the token " + token
                        + " of the chat template, got one without"));
    }
}

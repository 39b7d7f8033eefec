package llm.text.pretokenize;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import llm.text.TextChunks;
import llm.text.TextPlace;

/// A step of normalization: a change that a tokenizer makes to text before it looks for tokens.
public sealed interface TextNormalizer {

    /// Leaves text as it is.
    TextNormalizer NONE = new Steps(List.of());

    /// Makes several spaces in a row one, and drops those at both ends.
    static TextNormalizer collapsedSpaces() {
        return new Steps(List.of(
                new ReplaceMatches("\\A +| +\\z", ""), new ReplaceMatches(" {2,}", " ")));
    }

    /// The changed text.
    ///
    /// @param text  a part of a text, without the added tokens beside it
    /// @param place where the part stands
    String apply(String text, TextPlace place);

    /// Whether the chunks of a text, changed one by one, are the changed text.
    default boolean suitsChunks() {
        return true;
    }

    /// Several changes, one after the other.
    record Steps(List<TextNormalizer> steps) implements TextNormalizer {

        public Steps {
            steps = List.copyOf(steps);
        }

        @Override
        public String apply(String text, TextPlace place) {
            String changed = text;
            for (TextNormalizer step : steps) {
                changed = step.apply(changed, place);
            }
            return changed;
        }

        @Override
        public boolean suitsChunks() {
            return steps.stream().allMatch(TextNormalizer::suitsChunks);
        }
    }

    /// One of Unicode's normal forms, so that `é` is one character whichever way it was typed.
    record UnicodeForm(Normalizer.Form form) implements TextNormalizer {

        @Override
        public String apply(String text, TextPlace place) {
            return Normalizer.normalize(text, form);
        }
    }

    /// Replaces characters and strings as a table says.
    record Mapped(CharacterMap map) implements TextNormalizer {

        @Override
        public String apply(String text, TextPlace place) {
            return map.apply(text);
        }
    }

    /// Replaces a string wherever it stands.
    record Replace(String from, String to) implements TextNormalizer {

        public Replace {
            if (from.isEmpty()) {
                throw new IllegalArgumentException(
                        "the string to replace must not be empty, got one of length 0");
            }
        }

        @Override
        public String apply(String text, TextPlace place) {
            return text.replace(from, to);
        }

        @Override
        public boolean suitsChunks() {
            return !TextChunks.mayCut(from);
        }
    }

    /// Replaces every match of a regular expression by a string.
    record ReplaceMatches(OnigurumaRegex regex, String to) implements TextNormalizer {

        private static final Pattern SPACES = Pattern.compile("(\\\\[Az]|\\{2,}|[ \u2581|+])*");

        /// @throws IllegalArgumentException if `regex` is broken or cannot be translated
        public ReplaceMatches(String regex, String to) {
            this(new OnigurumaRegex(regex), to);
        }

        @Override
        public String apply(String text, TextPlace place) {
            StringBuilder changed = new StringBuilder();
            int[] from = new int[1];
            regex.find(text, place, (start, end) -> {
                changed.append(text, from[0], start).append(to);
                from[0] = end;
            });
            return from[0] == 0 && changed.isEmpty() ? text
                    : changed.append(text, from[0], text.length()).toString();
        }

        /// An expression of spaces and ends matches no letter, behind which chunks end.
        @Override
        public boolean suitsChunks() {
            return SPACES.matcher(regex.source()).matches();
        }
    }

    /// Puts a string before text, as SentencePiece puts a space before the first word so that it
    /// looks like any other word.
    ///
    /// @param unlessThere   not before text that begins with it
    /// @param onlyAtStart   not after an added token
    record Prepend(String prefix, boolean unlessThere, boolean onlyAtStart)
            implements TextNormalizer {

        @Override
        public String apply(String text, TextPlace place) {
            boolean wanted = switch (place) {
                case START -> true;
                case AFTER_TOKEN -> !onlyAtStart;
                case AFTER_TEXT -> false;
            };
            boolean there = unlessThere && text.startsWith(prefix);
            return wanted && !there && !text.isEmpty() ? prefix + text : text;
        }
    }
}

import java.util.regex.Pattern;

/// With a regular expression whose look-arounds are the rules, one by one.
public final class Ex93AnswerLetter {
    private Ex93AnswerLetter() {}

    private static final Pattern LETTER = Pattern.compile(
            "(?<![\\p{L}\\p{N}])[A-Z](?![\\p{L}\\p{N}'’])(?<!A(?=\\s{1,99}\\p{Ll}))");

    public static int choice(String text, int choices) {
        return LETTER.matcher(text).results().mapToInt(found -> found.group().charAt(0) - 'A')
                .filter(choice -> choice < choices).findFirst().orElse(-1);
    }
}

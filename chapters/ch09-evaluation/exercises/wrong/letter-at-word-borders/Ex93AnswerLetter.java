import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Ex93AnswerLetter {
    private Ex93AnswerLetter() {}

    private static final Pattern LETTER = Pattern.compile("\\b(?!A\\s+\\p{Ll})[A-Z]\\b");

    public static int choice(String text, int choices) {
        Matcher letter = LETTER.matcher(text);
        while (letter.find()) {
            int choice = letter.group().charAt(0) - 'A';
            if (choice < choices) {
                return choice;
            }
        }
        return -1;
    }
}

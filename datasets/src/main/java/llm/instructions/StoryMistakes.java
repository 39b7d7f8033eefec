package llm.instructions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Wrong answers about sentences and stories: what is asked for is mistaken for something else
/// that the story tells.
final class StoryMistakes {
    private static final Pattern PRONOUN = Pattern.compile("\\b([Hh]e|[Ss]he|his|him|her)\\b");
    private static final Map<String, String> COUNTERPARTS = Map.of("He", "She", "he", "she",
            "She", "He", "she", "he", "his", "her", "him", "her");
    private static final int NAME = 1;                       // places in `Did Mia lose a kite?`
    private static final int VERB = 2;

    private StoryMistakes() {}

    /// The question with another's name, with another verb, or with the verb as the sentence had
    /// it: `Did Mia lost a red kite near the well?`
    static List<String> questions(String right, String another, Words words) {
        String[] other = another.split(" ");
        String verb = right.split(" ")[VERB];
        String past = words.rows("deed").stream().filter(deed -> deed.other().equals(verb))
                .findFirst().orElseThrow().word();
        return List.of(replaced(right, NAME, other[NAME]), replaced(right, VERB, other[VERB]),
                replaced(right, VERB, past));
    }

    private static String replaced(String sentence, int place, String word) {
        String[] words = sentence.split(" ");
        words[place] = word;
        return String.join(" ", words);
    }

    /// The sentence with one pronoun as it was.
    static List<String> pronouns(String right) {
        return PRONOUN.matcher(right).results().map(found -> right.substring(0, found.start())
                + counterpart(right, found) + right.substring(found.end())).toList();
    }

    /// `her` stands for `him` at the end or before an article, else for `his`.
    private static String counterpart(String sentence, MatchResult found) {
        String pronoun = found.group();
        if (!pronoun.equals("her")) {
            return Objects.requireNonNull(COUNTERPARTS.get(pronoun));
        }
        return sentence.substring(found.end()).matches("\\..*| an? .*") ? "him" : "his";
    }

    /// The sentence about somebody else, and a sentence about something else.
    static List<String> sentences(String right, String another) {
        String name = right.substring(0, right.indexOf(' '));
        String other = another.substring(0, another.indexOf(' '));
        return List.of(other + right.substring(name.length()),
                name + another.substring(other.length()));
    }

    /// Every name, colour, thing and place of a story.
    static List<String> details(List<Fact> story) {
        return story.stream().flatMap(fact -> Stream.of(fact.name(), fact.colour(), fact.thing(),
                fact.place().other())).toList();
    }

    /// Each thing of a story in each of its colours: `a red kite`.
    static List<String> colouredThings(List<Fact> story) {
        return story.stream().flatMap(one -> story.stream().map(other ->
                Fact.withArticle(one.colour() + " " + other.thing()))).toList();
    }
}

package llm.instructions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llm.tales.Prose;

/// What a sentence of a story says: somebody did something with a thing at a place.
///
/// @param name   who
/// @param deed   what, in the past and plain: `lost`, `lose`
/// @param colour of the thing
/// @param thing  with what
/// @param place  where: a preposition and a place
record Fact(String name, Words.Row deed, String colour, String thing, Words.Row place) {
    private static final String DONE = "(?<name>\\w+) (?<did>"
            + Words.standard().rows("deed").stream().map(Words.Row::word)
                    .collect(Collectors.joining("|"))
            + ") an? (?<colour>\\w+) (?<thing>\\w+)";
    private static final String WHERE = "(?<at>\\w+) (?<place>[^,.]+)";
    private static final Pattern SENTENCE = Pattern.compile(DONE + " " + WHERE + "\\.");
    private static final Pattern TURNED = Pattern.compile(WHERE + ", " + DONE + "\\.");

    /// Facts that share nothing.
    static List<Fact> draw(Draw draw, int count) {
        List<String> names = draw.words(count, "name");
        List<Words.Row> deeds = draw.some(count, draw.words().rows("deed"));
        List<String> colours = draw.words(count, "colour");
        List<String> things = draw.words(count, "thing");
        var facts = new ArrayList<Fact>();
        for (Words.Row place : draw.rows(count, "place")) {
            int i = facts.size();
            facts.add(new Fact(names.get(i), deeds.get(i), colours.get(i), things.get(i), place));
        }
        return facts;
    }

    /// The facts that a story tells; sentences that say nothing of the kind are passed over.
    static List<Fact> read(String story) {
        var facts = new ArrayList<Fact>();
        for (String sentence : Prose.sentences(story)) {
            Matcher plain = SENTENCE.matcher(sentence);
            Matcher turned = TURNED.matcher(sentence);
            if (plain.matches()) {
                facts.add(read(plain));
            } else if (turned.matches()) {
                facts.add(read(turned));
            }
        }
        return facts;
    }

    private static Fact read(Matcher sentence) {
        String did = sentence.group("did");
        Words.Row deed = Words.standard().rows("deed").stream()
                .filter(row -> row.word().equals(did)).findFirst().orElseThrow();
        return new Fact(sentence.group("name"), deed, sentence.group("colour"),
                sentence.group("thing"), new Words.Row(
                        sentence.group("at").toLowerCase(Locale.ROOT), sentence.group("place")));
    }

    /// `Mia lost a red kite near the well.`
    String sentence() {
        return name + " " + deed.word() + " " + what() + " " + where() + ".";
    }

    /// `Near the well, Mia lost a red kite.`
    String turned() {
        return Character.toUpperCase(where().charAt(0)) + where().substring(1) + ", " + name + " "
                + deed.word() + " " + what() + ".";
    }

    /// `Did Mia lose a red kite near the well?`
    String question() {
        return "Did " + name + " " + deed.other() + " " + what() + " " + where() + "?";
    }

    /// `a red kite`
    String what() {
        return withArticle(colour + " " + thing);
    }

    /// `near the well`
    String where() {
        return place.word() + " " + place.other();
    }

    static String withArticle(String words) {
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }
}

package llm.tales;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a story as a strict listener would.
///
/// - **Names.** A character is introduced by being named in the first paragraph, by the words
///   "named NAME", or by "NAME, a …" and "NAME, an …". Whoever is spoken of without that has
///   slipped in from another story. A title belongs to its name ("Baker Ned", never "Baker Rose").
///   "he", "him", "his" need a male character who was introduced, "she", "her" a female one.
/// - **Objects.** An object is introduced by "a", "an" or "my", with at most two words between,
///   or by "his" or "her" in the first paragraph. Then it keeps its colour.
/// - **Form.** The story begins with a capital and ends with a full stop, exclamation mark or
///   question mark; it uses only words that tales use, and no sentence twice.
final class StoryChecker {
    private static final Set<String> INTRODUCING = Set.of("a", "an", "A", "An", "my", "My", "one");
    private static final Set<String> OWNING = Set.of("his", "her", "His", "Her");
    private static final Set<String> HE = Set.of("he", "him", "his", "himself");
    private static final Set<String> SHE = Set.of("she", "her", "herself");
    private static final int WORDS_BETWEEN = 2;

    private final Lexicon lexicon;

    StoryChecker(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    StoryCheck check(String story) {
        var mentions = new Mentions();
        List<String> names = names(story, mentions);
        return new StoryCheck(names, objects(story), form(story), mentions.all, mentions.strange);
    }

    /// Counts names as they are said.
    private static final class Mentions {
        private int all;
        private int strange;
    }

    private List<String> names(String story, Mentions mentions) {
        var findings = new LinkedHashSet<String>();
        var known = new HashSet<String>();
        var pronouns = new HashSet<String>();
        boolean first = true;
        for (String paragraph : story.strip().split("\n")) {
            List<String> words = Prose.words(paragraph);
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                String before = i == 0 ? "" : words.get(i - 1);
                if (lexicon.isName(word)) {
                    mentions.all++;
                    if (!lexicon.fits(before, word)) {
                        findings.add("wrong title: " + before + " " + word);
                    }
                    if (first || introduces(paragraph, words, i)) {
                        known.add(word);
                        pronouns.add(lexicon.pronoun(word));
                    } else if (!known.contains(word)) {
                        findings.add("not introduced: " + word);
                        mentions.strange++;
                    }
                }
            }
            first = false;
        }
        addPronouns(story, pronouns, findings);
        return List.copyOf(findings);
    }

    /// "named Mia", "named Baker Ned", "Mia, a girl".
    private static boolean introduces(String paragraph, List<String> words, int i) {
        String name = words.get(i);
        return i > 0 && words.get(i - 1).equals("named")
                || i > 1 && words.get(i - 2).equals("named")
                || paragraph.contains(name + ", a ") || paragraph.contains(name + ", an ");
    }

    private static void addPronouns(String story, Set<String> known, Set<String> findings) {
        for (String word : Prose.words(story)) {
            String small = Character.toLowerCase(word.charAt(0)) + word.substring(1);
            boolean stray = HE.contains(small) && !known.contains("he")
                    || SHE.contains(small) && !known.contains("she");
            if (stray) {
                findings.add("pronoun for nobody: " + small);
            }
        }
    }

    private List<String> objects(String story) {
        var findings = new LinkedHashSet<String>();
        var notes = new Notes(new HashMap<>(), findings);
        boolean first = true;
        for (String paragraph : story.strip().split("\n")) {
            for (String sentence : Prose.sentences(paragraph)) {
                List<String> words = Prose.words(sentence);
                for (int i = 0; i < words.size(); i++) {
                    if (lexicon.isObject(words.get(i))) {
                        meetObject(words, i, first, notes);
                    }
                }
            }
            first = false;
        }
        return List.copyOf(findings);
    }

    /// What was heard of objects so far: the colour of each, empty if not yet told.
    private record Notes(Map<String, String> colours, Set<String> findings) {}

    private void meetObject(List<String> words, int i, boolean first, Notes notes) {
        String object = words.get(i);
        String before = i == 0 ? "" : words.get(i - 1);
        if (introducesObject(words, i, first)) {
            notes.colours.putIfAbsent(object, "");
        } else if (!notes.colours.containsKey(object)) {
            notes.findings.add("not introduced: " + object);
        }
        if (lexicon.isColour(before)) {
            String colour = notes.colours.put(object, before);
            if (colour != null && !colour.isEmpty() && !colour.equals(before)) {
                notes.findings.add("changed colour: " + colour + " and " + before + " " + object);
            }
        }
    }

    private static boolean introducesObject(List<String> words, int i, boolean first) {
        for (int j = i - 1; j >= Math.max(0, i - 1 - WORDS_BETWEEN); j--) {
            if (INTRODUCING.contains(words.get(j)) || first && OWNING.contains(words.get(j))) {
                return true;
            }
        }
        return false;
    }

    private List<String> form(String story) {
        var findings = new ArrayList<String>();
        String text = story.strip();
        if (text.isEmpty() || !Character.isUpperCase(text.charAt(0))) {
            findings.add("no capital at the start");
        }
        if (!text.matches("(?s).*[.!?]\"?")) {
            findings.add("no end");
        }
        var unknown = new LinkedHashSet<>(Prose.words(text));
        unknown.removeIf(lexicon::isKnown);
        unknown.forEach(word -> findings.add("unknown word: " + word));
        var seen = new HashSet<String>();
        for (String sentence : Prose.sentences(text)) {
            if (!seen.add(sentence)) {
                findings.add("said twice: " + sentence);
            }
        }
        return findings;
    }
}

package llm.spam;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import llm.tales.SplitMix;

/// How one person types on a telephone: in small letters, with abbreviations, without the last full
/// stop, with a slip of the thumb. Friends type like this, and so do swindlers who play a friend.
///
/// @param small       percent of messages in small letters only
/// @param abbreviated percent of messages with abbreviations
/// @param unstopped   percent of messages without their last full stop
/// @param slipped     percent of messages with a slip
record TextingStyle(int small, int abbreviated, int unstopped, int slipped) {
    static final TextingStyle USUAL = new TextingStyle(25, 35, 40, 15);

    private static final int ABBREVIATED_WORDS = 70;        // percent, within such a message
    private static final int LEAST_SLIP = 5;                // letters of a word that slips

    private static final Map<String, String> SHORT = Map.ofEntries(
            entry("you", "u"), entry("your", "ur"), entry("you're", "ur"), entry("youre", "ur"),
            entry("are", "r"), entry("to", "2"), entry("for", "4"), entry("see", "c"),
            entry("please", "pls"), entry("tomorrow", "tmrw"), entry("tonight", "2nite"),
            entry("thanks", "thx"), entry("okay", "ok"), entry("great", "gr8"),
            entry("later", "l8r"), entry("before", "b4"), entry("message", "msg"),
            entry("text", "txt"), entry("with", "wiv"), entry("and", "n"), entry("have", "hav"),
            entry("what", "wot"), entry("about", "abt"), entry("why", "y"), entry("love", "luv"),
            entry("number", "num"), entry("because", "cos"),
            entry("today", "2day"), entry("something", "sumthin"), entry("just", "jus"),
            entry("minute", "min"), entry("from", "frm"), entry("night", "nite"),
            entry("morning", "mornin"), entry("don't", "dont"), entry("that", "dat"));

    /// Types a text again as one person would.
    String type(String text, SplitMix random) {
        String typed = happens(small, random) ? text.toLowerCase(Locale.ROOT) : text;
        if (happens(abbreviated, random)) {
            typed = abbreviate(typed, random);
        }
        if (happens(unstopped, random) && typed.endsWith(".") && !typed.endsWith("..")) {
            typed = typed.substring(0, typed.length() - 1);
        }
        return happens(slipped, random) ? slip(typed, random) : typed;
    }

    private static boolean happens(int percent, SplitMix random) {
        return random.nextInt(100) < percent;
    }

    private static String abbreviate(String text, SplitMix random) {
        String[] words = text.split(" ");
        for (int i = 0; i < words.length; i++) {
            int end = words[i].length();
            while (end > 0 && ".,!?".indexOf(words[i].charAt(end - 1)) >= 0) {
                end--;
            }
            String brief = SHORT.get(words[i].substring(0, end).toLowerCase(Locale.ROOT));
            if (brief != null && happens(ABBREVIATED_WORDS, random)) {
                words[i] = brief + words[i].substring(end);
            }
        }
        return String.join(" ", words);
    }

    /// Swaps two letters inside a word, or drops one; addresses and numbers do not slip.
    private static String slip(String text, SplitMix random) {
        String[] words = text.split(" ");
        int[] places = IntStream.range(0, words.length)
                .filter(i -> words[i].length() >= LEAST_SLIP)
                .filter(i -> words[i].chars().allMatch(Character::isLetter)).toArray();
        if (places.length == 0) {
            return text;
        }
        int place = places[random.nextInt(places.length)];
        String word = words[place];
        int at = 1 + random.nextInt(word.length() - 3);     // both letters lie inside
        String swapped = happens(50, random) ? "" + word.charAt(at + 1) + word.charAt(at)
                : "" + word.charAt(at + 1);
        words[place] = word.substring(0, at) + swapped + word.substring(at + 2);
        return String.join(" ", words);
    }
}

package llm.tales;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One story while it is being told: the text so far, who plays which role, and how surprising
/// the choices have been.
final class Telling {
    private static final int NOBODY = -1;
    private static final double[] LOG = new double[256];

    static {
        for (int n = 1; n < LOG.length; n++) {
            LOG[n] = StrictMath.log(n);                     // Math.log may differ by machine
        }
    }

    private final SplitMix random;
    private final StringBuilder text = new StringBuilder(1500);
    private final int[] players;                            // role number -> candidate
    private final List<Table.Row> taken = new ArrayList<>();
    private double nats;
    private boolean articlePending;

    Telling(SplitMix random, int roles) {
        this.random = random;
        this.players = new int[roles];
        Arrays.fill(players, NOBODY);
    }

    /// Draws one of `count` equally likely choices and adds its surprisal, `ln count`.
    int choose(int count) {
        nats += count < LOG.length ? LOG[count] : StrictMath.log(count);
        return random.nextInt(count);
    }

    /// The candidate that plays a role: drawn when the role is first spoken of, among the rows
    /// that play no other role, and kept to the end of the story. A role that a story never
    /// mentions costs no nats.
    int player(Role role) {
        if (players[role.number()] == NOBODY) {
            players[role.number()] = cast(role);
        }
        return players[role.number()];
    }

    private int cast(Role role) {
        List<Table.Row> candidates = role.candidates();
        int free = candidates.size();
        for (Table.Row row : taken) {
            if (candidates.contains(row)) {
                free--;
            }
        }
        int left = choose(free);
        int candidate = 0;
        while (taken.contains(candidates.get(candidate)) || left-- > 0) {
            candidate++;
        }
        taken.add(candidates.get(candidate));
        return candidate;
    }

    void write(String words) {
        if (articlePending && !words.isEmpty()) {
            text.append("aeiou".indexOf(words.charAt(0)) >= 0 ? "n " : " ");
            articlePending = false;
        }
        text.append(words);
    }

    /// Writes "a" or "A"; the word that follows decides whether it becomes "an".
    void writeArticle(boolean capital) {
        write(capital ? "A" : "a");
        articlePending = true;
    }

    /// What has been told so far.
    String text() {
        return text.toString();
    }

    Tale end(long index, String plot) {
        return new Tale(index, plot, text(), nats,
                words(Table.Kind.CHARACTER), words(Table.Kind.OBJECT));
    }

    private List<String> words(Table.Kind kind) {
        return taken.stream().filter(row -> row.kind() == kind).map(Table.Row::word).toList();
    }
}

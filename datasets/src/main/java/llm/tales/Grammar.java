package llm.tales;

import java.util.List;
import java.util.stream.Stream;

/// Every story that can be told: the tables of words and the plots.
///
/// @param tables the words
/// @param plots  the plots, in the order that a seed counts on
/// @param roles  the largest number of roles in a plot
record Grammar(List<Table> tables, List<Plot> plots, int roles) {
    private static final List<String> PLOTS = List.of(
            "lost-toy", "shared-meal", "big-storm", "facing-fear", "broken-treasure",
            "the-race", "birthday-gift", "patient-seed", "new-neighbour", "pond-rescue",
            "the-quarrel", "the-promise", "the-talent", "treasure-map", "lost-in-fog",
            "village-soup", "three-trades", "sick-friend");

    /// A kind of story: its name and its template.
    record Plot(String name, Phrase story) {}

    /// The grammar of the resource files.
    static Grammar standard() {
        return Standard.GRAMMAR;
    }

    /// Tells the story that one random stream leads to.
    Tale tell(long index, SplitMix random) {
        var telling = new Telling(random, roles);
        Plot plot = plots.get(telling.choose(plots.size()));
        plot.story().tell(telling);
        return telling.end(index, plot.name());
    }

    /// The rows of all tables of a kind.
    Stream<Table.Row> rows(Table.Kind kind) {
        return tables.stream().flatMap(table -> table.rows().stream())
                .filter(row -> row.kind() == kind);
    }

    private static final class Standard {
        private static final Grammar GRAMMAR = GrammarReader.readStandard(PLOTS);
    }
}

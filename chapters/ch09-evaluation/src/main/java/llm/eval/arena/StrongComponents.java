package llm.eval.arena;

import java.util.List;

/// Groups in which each model has beaten or tied each other one, directly or through others. Within
/// such a group ratings exist; between two of them nothing speaks for the worse, so that the
/// likelihood grows for ever as they are moved apart.
/// Source: Ford (1957), Solution of a Ranking Problem from Binary Comparisons.
///
/// Example: A beats B and C, which have beaten each other once: `[[A], [B, C]]`.
public final class StrongComponents {
    private final BattleCounts counts;
    private final Reachability beaten;

    private StrongComponents(BattleCounts counts) {
        this.counts = counts;
        this.beaten = new Reachability(counts.models().size(),
                (i, j) -> counts.wins(i, j) + counts.ties(i, j) > 0);
    }

    /// Finds them.
    public static StrongComponents of(BattleCounts counts) {
        return new StrongComponents(counts);
    }

    /// All groups, a better one before a worse one; names are sorted.
    public List<List<String>> bestFirst() {
        return beaten.components().stream()
                .map(component -> component.stream().map(counts.models()::get).toList()).toList();
    }

    /// Whether `model` has beaten `other`, directly or through others, and never the other way
    /// round: then it is better without limit.
    public boolean ahead(String model, String other) {
        int i = counts.index(model);
        int j = counts.index(other);
        return beaten.leads(i, j) && !beaten.leads(j, i);
    }
}

package llm.eval.arena;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/// How often each model has beaten each other one. Which came first does not count any more, nor
/// which of two models was named first.
public final class BattleCounts {
    private final List<String> models;
    private final int[][] wins;                              // [i][j]: i has beaten j
    private final int[][] ties;                              // the same on both sides

    /// No battles yet.
    ///
    /// @param models sorted names
    BattleCounts(List<String> models) {
        this.models = List.copyOf(models);
        this.wins = new int[models.size()][models.size()];
        this.ties = new int[models.size()][models.size()];
    }

    /// Counts battles.
    ///
    /// @param battles one or more
    public static BattleCounts of(List<Battle> battles) {
        if (battles.isEmpty()) {
            throw new IllegalArgumentException("battles must be one or more, got none");
        }
        TreeSet<String> names = new TreeSet<>();
        battles.forEach(battle -> names.addAll(List.of(battle.modelA(), battle.modelB())));
        BattleCounts counts = new BattleCounts(List.copyOf(names));
        for (Battle battle : battles) {
            int a = counts.index(battle.modelA());
            int b = counts.index(battle.modelB());
            switch (battle.winner()) {
                case MODEL_A -> counts.addWins(a, b, 1);
                case MODEL_B -> counts.addWins(b, a, 1);
                case TIE, BOTH_BAD -> counts.addTies(a, b, 1);
            }
        }
        return counts;
    }

    void addWins(int winner, int loser, int times) {
        wins[winner][loser] += times;
    }

    void addTies(int a, int b, int times) {
        ties[a][b] += times;
        ties[b][a] += times;
    }

    /// The battles among some of the models only.
    public BattleCounts among(Collection<String> some) {
        BattleCounts part = new BattleCounts(List.copyOf(new TreeSet<>(some)));
        int[] here = part.models.stream().mapToInt(this::index).toArray();
        for (int i = 0; i < here.length; i++) {
            for (int j = 0; j < here.length; j++) {
                part.wins[i][j] = wins[here[i]][here[j]];
                part.ties[i][j] = ties[here[i]][here[j]];
            }
        }
        return part;
    }

    /// Names of all models, sorted; the places in this list are their indices.
    public List<String> models() {
        return models;
    }

    /// @throws IllegalArgumentException if a model of that name is in no battle
    int index(String model) {
        int index = Collections.binarySearch(models, model);
        if (index < 0) {
            throw new IllegalArgumentException("the model must be one of " + models + ", got "
                    + model);
        }
        return index;
    }

    /// How often model `i` has beaten model `j`.
    public int wins(int i, int j) {
        return wins[i][j];
    }

    /// How often models `i` and `j` have tied.
    public int ties(int i, int j) {
        return ties[i][j];
    }

    /// How often models `i` and `j` have met.
    public int battles(int i, int j) {
        return wins[i][j] + wins[j][i] + ties[i][j];
    }

    /// All battles.
    public int battles() {
        return models.stream().mapToInt(model -> tally(model).battles()).sum() / 2;
    }

    /// What one model has done.
    public Tally tally(String model) {
        int i = index(model);
        int won = 0;
        int tied = 0;
        int lost = 0;
        for (int j = 0; j < models.size(); j++) {
            won += wins[i][j];
            tied += ties[i][j];
            lost += wins[j][i];
        }
        return new Tally(won, tied, lost);
    }

    /// Win rates for a heat map: that of the row's model against the column's, a tie half a win.
    ///
    /// @param order names of models, such as those of a leaderboard
    /// @return from 0 to 1, NaN where two have never met; `(models, models)`
    public float[] winRates(List<String> order) {
        int[] indices = order.stream().mapToInt(this::index).toArray();
        float[] rates = new float[indices.length * indices.length];
        int place = 0;
        for (int i : indices) {
            for (int j : indices) {
                rates[place++] = (wins[i][j] + ties[i][j] / 2f) / battles(i, j);
            }
        }
        return rates;
    }
}

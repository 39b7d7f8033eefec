package llm.eval.arena;

/// How the battles of one model ended.
public record Tally(int wins, int ties, int losses) {

    /// All of them.
    public int battles() {
        return wins + ties + losses;
    }

    /// `(wins + ties/2) / battles`, from 0 to 1; NaN without battles.
    public double winRate() {
        return (wins + ties / 2.0) / battles();
    }

    /// `wins / (wins + losses)`: as though ties had not been; NaN without others.
    public double winRateWithoutTies() {
        return (double) wins / (wins + losses);
    }
}

package llm.eval.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A model beside a baseline, by the verdicts of a judge in both orders, and what the verdicts tell
/// of the judge. Only pairs with a verdict in both orders count.
///
/// @param all in the order of the pairs
public record Comparisons(List<Comparison> all) {

    public Comparisons {
        all = List.copyOf(all);
    }

    /// Judges each pair in both orders.
    public static Comparisons of(Judge judge, List<AnswerPair> pairs) throws IOException {
        List<Comparison> all = new ArrayList<>();
        for (AnswerPair pair : pairs) {
            all.add(Comparison.of(judge, pair));
        }
        return new Comparisons(all);
    }

    /// Those with a verdict in both orders.
    public List<Comparison> judged() {
        return all.stream().filter(Comparison::judged).toList();
    }

    /// Replies that were no verdict, of the two for each pair.
    public Share unclear() {
        return new Share(all.stream().mapToInt(Comparison::unclear).sum(), 2 * all.size());
    }

    /// Pairs whose verdict changes with the order: *position bias*, or a judge that cannot decide.
    /// Source: Zheng et al. (2023), Judging LLM-as-a-Judge, §3.3.
    public Share flips() {
        return Share.of(judged(), Comparison::flipped);
    }

    /// Verdicts for the answer that stood first, of all that were no draw. Half of them is fair,
    /// since each answer stood first once.
    public Share firstWins() {
        List<Verdict> decided = judged().stream()
                .flatMap(each -> Stream.of(each.baselineFirst(), each.modelFirst()))
                .filter(verdict -> verdict != Verdict.DRAW).toList();
        return Share.of(decided, verdict -> verdict == Verdict.FIRST);
    }

    /// Pairs that the longer answer won, of those that one of two unequal lengths won: *length
    /// bias*, unless the longer answers are better. Lengths are in characters (code points).
    public Share longerWins() {
        return Share.of(all.stream().filter(Comparison::tellsOfLength).toList(),
                Comparison::longerWins);
    }

    /// @throws IllegalArgumentException if no pair was judged
    public WinRate winRate() {
        return WinRate.of(preferences());
    }

    /// @throws IllegalArgumentException if there is no such number; says why
    public LengthControlledWinRate lengthControlled() {
        return LengthControlledWinRate.of(preferences(), judged().stream()
                .mapToInt(each -> each.pair().lengthDifference()).toArray());
    }

    /// One for each pair that was judged, from 1, the baseline, to 2, the model.
    public double[] preferences() {
        return judged().stream().mapToDouble(Comparison::preference).toArray();
    }

    /// A line for each number; where there is none, why.
    @Override
    public String toString() {
        return String.join("\n",
                "win rate           " + orWhy(this::winRate),
                "length-controlled  " + orWhy(this::lengthControlled),
                "no verdict         " + unclear(),
                "flips              " + flips(),
                "first wins         " + firstWins(),
                "longer wins        " + longerWins());
    }

    private static String orWhy(Supplier<?> number) {
        try {
            return number.get().toString();
        } catch (IllegalArgumentException without) {
            return "none: " + without.getMessage();
        }
    }
}

package llm.eval.judge;

import java.io.IOException;

/// What a judge said of a pair in both orders.
///
/// @param baselineFirst the verdict where the baseline's answer stood first
/// @param modelFirst    the verdict where the model's answer stood first
public record Comparison(AnswerPair pair, Verdict baselineFirst, Verdict modelFirst) {

    /// Judges a pair twice, with the answers swapped the second time.
    /// Source: Zheng et al. (2023), Judging LLM-as-a-Judge, §3.4.
    public static Comparison of(Judge judge, AnswerPair pair) throws IOException {
        return new Comparison(pair,
                judge.compare(pair.instruction(), pair.baseline(), pair.model()),
                judge.compare(pair.instruction(), pair.model(), pair.baseline()));
    }

    /// Whether both orders have a verdict; only such a pair counts.
    public boolean judged() {
        return baselineFirst != Verdict.NONE && modelFirst != Verdict.NONE;
    }

    /// Whether the order changed the verdict.
    ///
    /// @throws IllegalStateException if the pair is not [#judged]
    public boolean flipped() {
        return baselineFirst.preference() != modelFirst.swapped().preference();
    }

    /// The mean of both orders: 1 for the baseline, 2 for the model. A judge that always takes the
    /// first one gives a draw.
    ///
    /// @throws IllegalStateException if the pair is not [#judged]
    public double preference() {
        return (baselineFirst.preference() + modelFirst.swapped().preference()) / 2;
    }

    /// How many of the two replies were no verdict.
    int unclear() {
        return (baselineFirst == Verdict.NONE ? 1 : 0) + (modelFirst == Verdict.NONE ? 1 : 0);
    }

    /// Whether there is a longer answer and a better one.
    boolean tellsOfLength() {
        return judged() && preference() != 1.5 && pair.lengthDifference() != 0;
    }

    /// Whether the longer answer is the better one.
    boolean longerWins() {
        return preference() > 1.5 == pair.lengthDifference() < 0;
    }
}

package llm.tools.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import llm.pretrain.Rung;
import llm.tools.ladder.LadderRuns.Curve;
import llm.tools.ladder.LadderRuns.Point;
import llm.tools.ladder.LadderTable.Spread;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of the ladder")
class LadderTableTest {
    private static final List<Rung> RUNGS = Rung.ladder(50, 16, 12, 2, 1);

    /// Losses at 0, 10, 20 … seconds.
    private static Curve curve(long seed, double... losses) {
        return new Curve(seed, IntStream.range(0, losses.length).mapToObj(i ->
                new Point(10 * i, 100 * i, 1_000L * i, losses[i])).toList());
    }

    @Test
    @DisplayName("finds when a loss was reached, in a straight line between two evaluations")
    void reached() {
        Curve curve = curve(1, 4, 2, 1, 1.5);
        assertThat(curve.secondsTo(3)).isCloseTo(5, within(1e-9));
        assertThat(curve.secondsTo(1.25)).isCloseTo(17.5, within(1e-9));
        assertThat(curve.secondsTo(1)).isCloseTo(20, within(1e-9));
        assertThat(curve.secondsTo(9)).isZero();
        assertThat(curve.secondsTo(0.9)).isNaN();
    }

    @Test
    @DisplayName("compares each seed with the first rung's of the same seed")
    void compares() {
        List<Curve> first = List.of(curve(1, 4, 3, 2), curve(2, 4, 3, 1));
        List<Curve> second = List.of(curve(1, 4, 2, 1), curve(2, 4, 2, 0));
        LadderTable.Line line = LadderTable.line(RUNGS.get(1), second, first);
        assertThat(line.loss()).isEqualTo(new Spread(0.5, Math.sqrt(0.5)));
        assertThat(line.secondsToFirst()).isEqualTo(Spread.of(10, 15));
        assertThat(line.share()).isEqualTo(Spread.of(0.5, 0.75));
        assertThat(LadderTable.line(RUNGS.get(0), first, first).share())
                .isEqualTo(new Spread(1, 0));
        LadderTable.Line worse = LadderTable.line(RUNGS.get(1), first, second);
        assertThat(worse.share()).isNull();
        assertThat(worse.secondsToFirst()).isNull();
    }

    @Test
    @DisplayName("counts trainings with a shorter schedule that end at most at the first's loss")
    void shorter() {
        List<Curve> first = List.of(curve(1, 4, 3, 2), curve(2, 4, 3, 1));
        List<Curve> early = List.of(curve(1, 4, 2), curve(2, 4, 1.5));
        LadderTable.Shorter shorter =
                LadderTable.line(RUNGS.get(1), first, first).with(early, first).shorter();
        assertThat(shorter).extracting(LadderTable.Shorter::loss, LadderTable.Shorter::share,
                LadderTable.Shorter::reached)
                .containsExactly(Spread.of(2, 1.5), new Spread(0.5, 0), 1);
    }

    @Test
    @DisplayName("is printed with deviations, and says never where the loss was not reached")
    void prints() {
        List<Curve> good = List.of(curve(1, 4, 2, 1), curve(2, 4, 2, 0));
        List<Curve> bad = List.of(curve(1, 4, 3, 2), curve(2, 4, 3, 1));
        StringWriter text = new StringWriter();
        new LadderTable(List.of(LadderTable.line(RUNGS.get(0), good, good),
                LadderTable.line(RUNGS.get(1), bad, good))).print(new PrintWriter(text, true));
        assertThat(text.toString()).contains("gpt2         200     100.0  0.500 ± 0.707    20.0 ± 0.0",
                "1.00 ± 0.00", "1.500 ± 0.707", "never", "+ RoPE");
    }
}

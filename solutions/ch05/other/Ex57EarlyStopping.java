import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Keeps the whole history, and looks for the best in it when asked.
public final class Ex57EarlyStopping {
    private static final Evaluation NONE = new Evaluation(-1, Double.POSITIVE_INFINITY);

    private final int patience;
    private final List<Evaluation> history = new ArrayList<>();

    private record Evaluation(int step, double loss) {}

    public Ex57EarlyStopping(int patience) {
        if (patience <= 0) {
            throw new IllegalArgumentException("patience must be at least 1, got " + patience);
        }
        this.patience = patience;
    }

    public boolean evaluated(int step, double validationLoss) {
        history.add(new Evaluation(step, validationLoss));
        return history.size() - 1 - history.indexOf(best()) >= patience;
    }

    /// The first of the lowest.
    private Evaluation best() {
        return history.stream().filter(each -> each.loss < Double.POSITIVE_INFINITY)
                .min(Comparator.comparingDouble(Evaluation::loss)).orElse(NONE);
    }

    public int bestStep() {
        return best().step;
    }

    public double bestLoss() {
        return best().loss;
    }
}

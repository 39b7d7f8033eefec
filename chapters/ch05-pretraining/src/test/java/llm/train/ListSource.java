package llm.train;

import java.util.List;
import llm.text.dataset.BatchSource;

/// Batches from a list, again and again.
record ListSource<B>(List<B> batches, Position[] place) implements BatchSource<B> {

    ListSource(List<B> batches) {
        this(batches, new Position[] {Position.START});
    }

    @Override
    public B next() {
        Position now = place[0];
        boolean last = now.batch() + 1 == batches.size();
        place[0] = last ? new Position(now.epoch() + 1, 0)
                : new Position(now.epoch(), now.batch() + 1);
        return batches.get(now.batch());
    }

    @Override
    public Position position() {
        return place[0];
    }

    @Override
    public void restore(Position saved) {
        place[0] = saved;
    }

    @Override
    public String fingerprint() {
        return batches.toString();
    }
}

package llm.cuda;

import java.util.ArrayList;
import java.util.List;
import llm.tensor.backend.StridedView;

/// A view, or a part of one, as a kernel wants it: four axes, the first ones of extent 1 where there
/// are fewer.
///
/// @param offset index of the first value
/// @param first  index of its first entry among those of the whole view
/// @param shape  extents of the axes
/// @param steps  strides of the axes
record FourAxes(long offset, long first, int[] shape, long[] steps) {
    private static final int AXES = 4;

    /// The parts of a view: one, unless it has more than four axes that cannot be merged.
    static List<FourAxes> of(StridedView view) {
        List<Integer> shape = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        for (int axis = 0; axis < view.shape().length; axis++) {
            int n = view.shape()[axis];
            long step = view.strides()[axis];
            int last = shape.size() - 1;
            if (n == 0) {
                return List.of();
            }
            if (last >= 0 && steps.get(last) == n * step     // goes on where the one before ends
                    && (long) n * shape.get(last) <= Integer.MAX_VALUE) {
                shape.set(last, n * shape.get(last));
                steps.set(last, step);
            } else if (n > 1) {
                shape.add(n);
                steps.add(step);
            }
        }
        List<FourAxes> parts = new ArrayList<>();
        add(parts, view.offset(), shape, steps);
        return parts;
    }

    private static void add(List<FourAxes> parts, long offset, List<Integer> shape,
                            List<Long> steps) {
        if (shape.size() > AXES) {
            for (int i = 0; i < shape.getFirst(); i++) {
                add(parts, offset + i * steps.getFirst(), shape.subList(1, shape.size()),
                        steps.subList(1, steps.size()));
            }
            return;
        }
        int[] n = {1, 1, 1, 1};
        long[] step = new long[AXES];
        int missing = AXES - shape.size();
        for (int axis = missing; axis < AXES; axis++) {
            n[axis] = shape.get(axis - missing);
            step[axis] = steps.get(axis - missing);
        }
        long first = parts.isEmpty() ? 0 : parts.getLast().first + parts.getLast().size();
        parts.add(new FourAxes(offset, first, n, step));
    }

    int n(int axis) {
        return shape[axis];
    }

    long step(int axis) {
        return steps[axis];
    }

    long size() {
        return (long) shape[0] * shape[1] * shape[2] * shape[3];
    }
}

package llm.tensor;

import java.util.Locale;

/// Writes a tensor as text: shape, a few values, and where it came from.
final class TensorPrinter {
    private static final int EDGE = 3;                       // values shown at either end of an axis

    private final float[] values;
    private final long[] strides;
    private final int[] extents;
    private final String format;
    private final StringBuilder text = new StringBuilder();

    private TensorPrinter(Tensor tensor) {
        this.values = tensor.toArray();
        this.strides = tensor.shape().strides();
        this.extents = tensor.shape().toArray();
        this.format = format(values);
    }

    static String print(Tensor tensor) {
        String head = (tensor instanceof Parameter ? "Parameter" : "Tensor") + tensor.shape();
        if (tensor.storageReleased()) {
            return head + " (memory returned)";
        }
        GraphNode node = tensor.node();
        String origin = node != null ? ", made by " + node.operation()
                : tensor.requiresGrad() && !(tensor instanceof Parameter) ? ", requires grad" : "";
        return head + origin + " " + new TensorPrinter(tensor).body();
    }

    private String body() {
        axis(0, 0, 1);
        return text.toString();
    }

    private void axis(int axis, long at, int indent) {
        if (axis == extents.length) {
            text.append(String.format(Locale.ROOT, format, values[(int) at]));
            return;
        }
        boolean last = axis == extents.length - 1;
        text.append('[');
        for (int i = 0; i < extents[axis]; i++) {
            if (i > 0) {
                text.append(last ? ", " : ",\n" + " ".repeat(indent));
            }
            if (i == EDGE && extents[axis] > 2 * EDGE) {
                text.append('…');
                i = extents[axis] - EDGE - 1;
            } else {
                axis(axis + 1, at + i * strides[axis], indent + 1);
            }
        }
        text.append(']');
    }

    /// Four decimals where they say something, scientific notation where they do not.
    private static String format(float[] values) {
        float largest = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest != 0 && (largest >= 1e5 || largest < 1e-3) ? "%.4e" : "%.4f";
    }
}

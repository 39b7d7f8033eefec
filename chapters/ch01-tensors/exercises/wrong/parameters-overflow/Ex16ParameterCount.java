public final class Ex16ParameterCount {
    private Ex16ParameterCount() {}

    public static long parameters(int[] widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException("widths must be at least 2, got " + widths.length);
        }
        for (int width : widths) {
            if (width < 1) {
                throw new IllegalArgumentException("a width must be at least 1, got " + width);
            }
        }
        long count = 0;
        for (int layer = 0; layer + 1 < widths.length; layer++) {
            count += (widths[layer] + 1) * widths[layer + 1];
        }
        return count;
    }
}

package llm.tensor.backend;

/// Whole numbers as a device reads them: token ids, targets, positions.
public interface Indices {

    /// How many there are.
    int count();

    /// The values on the host, not to be changed; waits for the work that makes them.
    int[] values();

    /// For devices that read the host's memory: the array itself, not a copy.
    static Indices onHost(int[] values) {
        record OnHost(int[] values) implements Indices {
            @Override
            public int count() {
                return values.length;
            }
        }

        return new OnHost(values);
    }
}

package llm.tools.doctor;

/// One thing that `./llm doctor` looked at.
///
/// @param name   what was looked at
/// @param status whether it is as it should be
/// @param found  what is there
/// @param advice what to do about it; empty when there is nothing to do
record Diagnosis(String name, Status status, String found, String advice) {
    /// How much it matters.
    enum Status {
        /// As it should be.
        OK,
        /// Works without, but something is slower or left out.
        OPTIONAL,
        /// The book does not work without it.
        MISSING
    }

    static Diagnosis ok(String name, String found) {
        return new Diagnosis(name, Status.OK, found, "");
    }

    static Diagnosis optional(String name, String found, String advice) {
        return new Diagnosis(name, Status.OPTIONAL, found, advice);
    }

    static Diagnosis missing(String name, String found, String advice) {
        return new Diagnosis(name, Status.MISSING, found, advice);
    }
}

package llm.tools.bench;

import java.util.List;

/// A program of others that does the same work as one of ours.
sealed interface Peer {
    /// Where they lie.
    String FOLDER = "appendix/c-kernels/peers";

    /// Whose it is, as the table has it.
    String name();

    /// What it is started with.
    List<String> arguments();

    /// What must be there for it; those that need the same are there or missing together.
    List<String> needs();

    /// A script in the folder.
    ///
    /// @param modules what the interpreter must have
    record Python(String name, List<String> modules, String script, List<String> arguments)
            implements Peer {
        @Override
        public List<String> needs() {
            return modules;
        }
    }

    /// A class of a Maven module.
    ///
    /// @param module one that [PeerBuild] names
    record Jvm(String name, String module, String mainClass, List<String> arguments)
            implements Peer {
        @Override
        public List<String> needs() {
            return List.of(module);
        }
    }
}

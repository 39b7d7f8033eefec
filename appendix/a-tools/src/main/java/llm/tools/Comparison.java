package llm.tools;

import java.util.List;
import java.util.stream.Stream;

/// One job that both this book and a peer can do, and how to ask each for it.
///
/// @param name what a user types
/// @param ours arguments of `./llm`
/// @param peer a script in `appendix/c-kernels/peers` and its arguments
record Comparison(String name, List<String> ours, List<String> peer) {

    /// The jobs that appendix C speaks of, the quick ones first.
    static List<Comparison> all() {
        return List.of(
                train("train-small", "--layers 4 --heads 4 --width 128 --vocab 1024 --batch 16 "
                        + "--context 128 --steps 40"),
                train("train-medium", "--layers 6 --heads 6 --width 384 --vocab 4096 --batch 8 "
                        + "--context 256 --steps 8"),
                decode("decode-124m", "--layers 12 --heads 12 --width 768 --vocab 50257 "
                        + "--context 32 --steps 64"),
                train("train-124m", "--layers 12 --heads 12 --width 768 --vocab 50257 --batch 4 "
                        + "--context 256 --steps 6"));
    }

    private static Comparison train(String name, String arguments) {
        return of(name, "train", "train.py", arguments);
    }

    private static Comparison decode(String name, String arguments) {
        return of(name, "decode", "decode.py", arguments);
    }

    private static Comparison of(String name, String command, String script, String arguments) {
        List<String> shared = List.of(arguments.split(" "));
        return new Comparison(name, joined(List.of("bench", command, "--json", "--quiet"), shared),
                joined(List.of(script), shared));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}

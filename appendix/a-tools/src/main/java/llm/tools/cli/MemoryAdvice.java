package llm.tools.cli;

import java.util.Arrays;
import java.util.List;

/// Says what needed more memory than there is, and what needs less of it.
final class MemoryAdvice {
    private static final String HEAP = "a larger heap: LLM_JAVA_OPTS=-Xmx4g ./llm …";

    private MemoryAdvice() {}

    /// @param args the command line
    static String sentence(OutOfMemoryError error, List<String> args) {
        String less = less(args);
        boolean heap = String.valueOf(error.getMessage()).contains("heap");
        String more = heap ? HEAP : "a machine with more memory";
        return "%s needs more memory than there is (%s). Use %s%s.".formatted(needer(error),
                error.getMessage(), less.isEmpty() ? "" : less + ", or ", more);
    }

    /// What was at work, by the innermost class that belongs to the book and tells.
    private static String needer(OutOfMemoryError error) {
        return Arrays.stream(error.getStackTrace()).map(StackTraceElement::getClassName)
                .map(MemoryAdvice::work).filter(work -> !work.isEmpty()).findFirst()
                .orElse("This command");
    }

    private static String work(String className) {
        String[] parts = className.split("\\.");
        return parts.length < 2 || !parts[0].equals("llm") ? "" : switch (parts[1]) {
            case "text" -> "The text with its tokenizer";
            case "format" -> "Reading the model file";
            case "tensor" -> parts[2].equals("file") ? "Reading the model file" : "";
            case "pretrain" -> parts[2].equals("folder") ? "Reading the model" : "The training";
            case "train" -> "The training";
            case "model", "attention" -> "The model";
            case "data" -> "The data";
            default -> "";
        };
    }

    /// The options of this command that make it need less.
    private static String less(List<String> args) {
        String command = args.isEmpty() ? "" : args.getFirst();
        return switch (command) {
            case "pretrain" -> "a smaller --batch or --context, or --recompute-activations";
            case "finetune" -> finetuning(second(args));
            case "eval" -> evaluation(second(args));
            case "ladder" -> "a smaller --megabytes";
            case "generate", "next", "chat", "classify" -> "--dtype bf16 or int8";
            case "serve" -> "--dtype bf16 or int8, or a smaller --prefix-cache";
            case "tokenize", "train-tokenizer" -> "a smaller file, such as a part of the text";
            case "plan", "bench" -> "smaller sizes";
            case "tour" -> "fewer --minutes";
            default -> "";
        };
    }

    private static String finetuning(String what) {
        return what.equals("compare") ? "a smaller model"
                : "a smaller --batch, or --recompute-activations";
    }

    private static String evaluation(String what) {
        return switch (what) {
            case "perplexity" -> "--dtype bf16 or int8, or a smaller --context";
            case "instruct", "mmlu" -> "--dtype bf16 or int8";
            case "scaling" -> "fewer --answers";
            default -> "a smaller part of the data";
        };
    }

    private static String second(List<String> args) {
        return args.size() < 2 ? "" : args.get(1);
    }
}

package llm.tools;

import java.util.ArrayList;
import java.util.List;

/// The form in which the tests run an example: two steps of two examples, a few entries of data, ten
/// questions, a model of one block.
final class Shortened {
    private static final List<String> RANDOM_MODELS = List.of("bench train", "bench prefill",
            "bench decode", "bench session", "bench serve");
    private final List<String> words;

    private Shortened(List<String> words) {
        this.words = new ArrayList<>(words);
    }

    static List<String> form(List<String> words) {
        Shortened shortened = new Shortened(words);
        if (!words.contains("--resume")) {
            shortened.shorten();
        }
        return shortened.words;
    }

    private void shorten() {
        String command = words.getFirst() + " " + words.get(Math.min(1, words.size() - 1));
        switch (words.getFirst()) {
            case "pretrain", "finetune" -> shortenTraining(command);
            case "ladder" -> {
                without("--minutes");
                set("--steps", "1", "--seeds", "1", "--megabytes", "0.2", "--vocab-size", "400",
                        "--rungs", "gpt2");
            }
            case "train-tokenizer" -> set("--vocab-size", "300");
            default -> shortenOthers(command);
        }
    }

    private void shortenTraining(String command) {
        without("--epochs");
        set("--steps", "2", "--batch", "2");
        if (words.contains("--pad-to")) {
            set("--pad-to", "64");
        }
        if (command.equals("finetune compare")) {
            set("--seeds", "1", "--rows", "last-block");
        }
    }

    private void shortenOthers(String command) {
        if (RANDOM_MODELS.contains(command)) {
            without("--model");
            set("--layers", "1", "--heads", "2", "--width", "16", "--vocab", "300", "--context",
                    "8", "--steps", "2");
        }
        switch (command) {
            case "data make" -> {
                boolean text = words.contains("tales");
                boolean choices = words.contains("choices");
                set(text ? "--megabytes" : "--count", text ? "0.05" : choices ? "3" : "200");
                set("--test", "40");
            }
            case "eval instruct" -> set("--count", "10", "--max-new-tokens", "4");
            case "eval scaling" -> set("--count", "30", "--max-new-tokens", "4");
            case "report --model" -> set("--text", "datasets/puzzles/README.md", "--choices",
                    FreshClone.CHOICES);
            case "eval judge", "eval score" -> set("--count", "3");
            case "bench serve" -> set("--overload", "1", "--rounds", "1", "--streams", "1,2");
            case "bench session" -> set("--rounds", "1");
            case "bench tokenize" -> set("--steps", "1");
            case "bench train-tokenizer" -> set("--vocab-size", "300");
            default -> { }
        }
    }

    private void without(String option) {
        int at = words.indexOf(option);
        if (at >= 0) {
            words.subList(at, at + 2).clear();
        }
    }

    /// @param all options and their values in turn
    private void set(String... all) {
        for (int i = 0; i < all.length; i += 2) {
            without(all[i]);
            words.addAll(List.of(all[i], all[i + 1]));
        }
    }
}

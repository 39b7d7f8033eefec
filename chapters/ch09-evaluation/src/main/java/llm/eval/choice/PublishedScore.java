package llm.eval.choice;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A score that somebody has published, to stand beside one's own. Prompts, solved examples and
/// norms differ from row to row, and with them the score of the very same weights: see the three
/// rows of LLaMA 65B.
///
/// @param model   or who else answered
/// @param percent of the questions that were answered right
/// @param method  solved examples in the prompt (*shots*), and what counted as the answer
/// @param source  where it is printed
public record PublishedScore(String model, double percent, String method, String source) {
    private static final String LLM_C = "llm.c, dev/data/mmlu.py";
    private static final String HENDRYCKS = "Hendrycks et al. (2021), table 1";
    private static final String HOFFMANN = "Hoffmann et al. (2022), table 6";
    private static final String LEADERBOARD = "Hugging Face (2023), Open LLM Leaderboard";
    private static final String LLAMA = "Touvron et al. (2023a), LLaMA, table 9";
    private static final String LLAMA_2 = "Touvron et al. (2023b), Llama 2, table 3";
    private static final String GPT_4 = "OpenAI (2023), GPT-4, table 2";

    /// On the 14,042 questions of MMLU, the lowest first.
    public static final List<PublishedScore> MMLU = List.of(
            new PublishedScore("a guess", 25.0, "one of four", HENDRYCKS),
            new PublishedScore("GPT-2 124M", 25.57, "0 shots, text, sum", LLM_C),
            new PublishedScore("GPT-2 124M", 27.21, "0 shots, text, per token", LLM_C),
            new PublishedScore("GPT-2 1.5B", 29.27, "0 shots, text, sum", LLM_C),
            new PublishedScore("GPT-2 1.5B", 30.35, "0 shots, text, per token", LLM_C),
            new PublishedScore("crowd workers", 34.5, "no specialists",
                    "Hendrycks et al. (2021), section 3"),
            new PublishedScore("LLaMA 7B", 35.1, "5 shots", LLAMA),
            new PublishedScore("GPT-3 175B", 43.9, "5 shots, letter", HENDRYCKS),
            new PublishedScore("Llama 2 7B", 45.3, "5 shots", LLAMA_2),
            new PublishedScore("LLaMA 65B", 48.8, "5 shots, letter and text", LEADERBOARD),
            new PublishedScore("Llama 2 13B", 54.8, "5 shots", LLAMA_2),
            new PublishedScore("Gopher 280B", 60.0, "5 shots", HOFFMANN),
            new PublishedScore("LLaMA 65B", 63.6, "5 shots, letter", LEADERBOARD),
            new PublishedScore("LLaMA 65B", 63.7, "5 shots, generate", LEADERBOARD),
            new PublishedScore("Chinchilla 70B", 67.6, "5 shots", HOFFMANN),
            new PublishedScore("Llama 2 70B", 68.9, "5 shots", LLAMA_2),
            new PublishedScore("GPT-4", 86.4, "5 shots", GPT_4),
            new PublishedScore("experts", 89.8, "an estimate",
                    "Hendrycks et al. (2021), section 3"));

    public PublishedScore {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(
                    "percent must be from 0 to 100, got " + percent + " of " + model);
        }
    }

    /// A line for each score.
    public static String table(List<PublishedScore> scores) {
        return scores.stream().map(PublishedScore::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-14s %-5s %%  %-25s %s", model, percent, method,
                source);
    }
}

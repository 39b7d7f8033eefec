package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.stream.Stream;
import llm.tales.Split;
import llm.tales.TaleStatistics;
import llm.text.dataset.TokenSequence;
import llm.tools.data.Corpus;
import llm.tools.data.Preparation;

/// The stories of the tour, on disk and cut in two.
///
/// @param folder     where they are
/// @param texts      both parts as text
/// @param statistics what the generator counted
record TourStories(Path folder, Corpus.Texts texts, TaleStatistics statistics) {

    /// Tells about `bytes` of stories, the same for each seed.
    static TourStories make(Path folder, long seed, long bytes, Narrator narrator)
            throws IOException {
        Path file = folder.resolve("tales.txt");
        TaleStatistics statistics =
                Preparation.tellStories(file, seed, bytes, narrator::progress);
        return new TourStories(folder, Corpus.cut(file, folder), statistics);
    }

    /// The loss that no model can beat on average: the entropy of the choices behind the
    /// validation stories, in nats per token.
    double floor(Corpus corpus) throws IOException {
        return statistics.entropy(Split.VALIDATION)
                .perToken(TokenSequence.map(corpus.validation()).size());
    }

    /// The training stories one by one; to be closed.
    Stream<String> training() throws IOException {
        Scanner scanner = Corpus.documents(texts.training());
        return scanner.tokens().onClose(scanner::close);
    }

    /// Deletes both parts as text; the stories themselves stay.
    void deleteParts() throws IOException {
        Files.delete(texts.training());
        Files.delete(texts.validation());
    }
}

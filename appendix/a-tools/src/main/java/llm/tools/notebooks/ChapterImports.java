package llm.tools.notebooks;

import java.util.List;

/// What JShell imports before a chapter's script or the reader's first line.
public final class ChapterImports {
    private static final List<String> EVERYWHERE = List.of("java.io.*", "java.math.*",
            "java.nio.file.*", "java.util.*", "java.util.concurrent.*", "java.util.function.*",
            "java.util.stream.*", "llm.grade.Grade", "llm.quiz.Quiz", "llm.show.*",
            "static llm.show.Check.check",
            "org.nd4j.linalg.api.ndarray.INDArray", "org.nd4j.linalg.factory.Nd4j",
            "tech.tablesaw.api.*");
    /// What each chapter adds.
    private static final List<List<String>> BY_CHAPTER = List.of(
            List.of("llm.tensor.*", "llm.tensor.layer.*", "llm.tensor.op.*",
                    "llm.tensor.optim.*"),
            List.of("llm.text.*", "llm.text.bpe.*", "llm.text.chat.*", "llm.text.dataset.*",
                    "llm.text.files.*", "llm.text.pretokenize.*", "llm.text.sentencepiece.*"),
            List.of("llm.attention.*"), List.of("llm.model.*", "llm.model.decode.*"),
            List.of("llm.train.*", "llm.pretrain.*", "llm.tales.TaleGenerator"),
            List.of("llm.classify.*", "llm.lora.*"),
            List.of("llm.instruct.*", "llm.instruct.quality.*"),
            List.of("llm.preference.*", "llm.preference.policy.*"),
            List.of("llm.eval.choice.*", "llm.eval.judge.*", "llm.eval.arena.*"),
            List.of("llm.deploy.*", "llm.deploy.api.*", "llm.deploy.engine.*",
                    "llm.deploy.server.*"));

    /// How many chapters have imports.
    public static final int CHAPTERS = BY_CHAPTER.size();

    private ChapterImports() {}

    /// The imports of the first chapters, a line each.
    ///
    /// @param chapters 0 to [#CHAPTERS]; each chapter needs those before it
    public static String upTo(int chapters) {
        var script = new StringBuilder();
        EVERYWHERE.forEach(name -> script.append("import ").append(name).append(";\n"));
        BY_CHAPTER.stream().limit(chapters).flatMap(List::stream)
                .forEach(name -> script.append("import ").append(name).append(";\n"));
        return script.toString();
    }
}

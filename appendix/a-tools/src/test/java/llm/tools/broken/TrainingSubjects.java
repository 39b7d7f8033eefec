package llm.tools.broken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.classify.AccuracyLog;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.preference.MetricsLog;
import llm.pretrain.MemorySaving;
import llm.pretrain.Pretraining;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.tools.train.TrainingSettings;
import llm.train.Checkpoint;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;

/// What trainings write, to go on from it or to show it.
final class TrainingSubjects {

    private TrainingSubjects() {
    }

    static void addTo(Subjects subjects) throws IOException {
        Path folder = subjects.add("checkpoint", List.of(
                Rule.of("weights\\.safetensors:tensor/(.*)", "weight/$1"),
                Rule.of("optimizer\\.safetensors:tensor/(.*)", "moment/$1"),
                Rule.of("state\\.json:/(\\w+)=.*", "$1"),
                Rule.of("log\\.csv:line/(\\d+)", "log/$1")), TrainingSubjects::readCheckpoint);
        Trainer<Batch> trainer = trainer(loader(), 1);
        trainer.run(TrainingListener.silent());
        Checkpoint.save(trainer, folder);
        Path settings = subjects.add("settings", List.of(
                Rule.of("pretraining\\.json:/(\\w+)(/\\w+)?=.*", "settings/$1(/.*)?")),
                from -> new Parts().record("settings", used(TrainingSettings.read(
                        from.resolve("pretraining.json"), TrainingSettings.class))));
        TrainingSettings.write(new TrainingSettings(4, 2, 0.1, 1, 0.1, 1, 1, 1, 1, 1, 0,
                MemorySaving.NONE), settings.resolve("pretraining.json"));
        subjects.text("metrics/metrics.jsonl", Rule.rows("line"),
                "{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"loss\":2.25}\n",
                file -> new Parts().rows(MetricsLog.read(file, 9).rows()));
        AccuracyLog log = new AccuracyLog();
        log.add(new AccuracyLog.Row(1, 0.5, 0.25));
        log.add(new AccuracyLog.Row(2, 0.75, 0.5));
        log.writeCsv(subjects.add("accuracy", Rule.rows("line"), from -> new Parts().rows("row", 1,
                AccuracyLog.readCsv(from.resolve("accuracy.csv"), 9).rows()))
                .resolve("accuracy.csv"));
        TokenSequence.of(3, 1, 4, 1, 5, 9, 2, 6).write(subjects.add("token-ids",
                List.of(Rule.of("a\\.ids:id/(\\d+)", "row/$1"),
                        Rule.of("a\\.ids:end", "row/8")), from -> new Parts().rows(
                        ids(TokenSequence.map(from.resolve("a.ids"))))).resolve("a.ids"));
    }

    private static List<Integer> ids(TokenSequence sequence) {
        int[] ids = new int[Math.toIntExact(sequence.size())];
        sequence.copy(0, ids, 0, ids.length);
        return IntStream.of(ids).boxed().toList();
    }

    private static TrainingSettings used(TrainingSettings settings) {
        settings.adam();
        return settings;
    }

    private static DataLoader<Batch> loader() {
        int[] ids = new int[120];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i * i % 32;
        }
        return new DataLoader<>(new TokenDataset(TokenSequence.of(ids), 8, 8),
                BatchOrder.shuffled(4, 1));
    }

    private static Trainer<Batch> trainer(DataLoader<Batch> loader, long seed) {
        return Pretraining.trainer(new DecoderModel(GptConfig.of(32, 8, 8, 2, 1), seed),
                new TrainingData<>(loader, loader),
                TrainingConfig.of(new LearningRateSchedule(1e-2, 1e-3, 1, 2)));
    }

    private static Parts readCheckpoint(Path folder) throws IOException {
        DataLoader<Batch> loader = loader();
        Trainer<Batch> trainer = trainer(loader, 2);
        Checkpoint.restore(trainer, Checkpoint.latest(folder).orElseThrow(() ->
                new IllegalArgumentException(folder + " must hold a checkpoint, got none")));
        Parts parts = new Parts();
        trainer.learner().parameters().forEach((name, value) ->
                parts.tensors("weight", Map.of(name, value)));
        return parts.tensors("moment", trainer.learner().optimizer().state())
                .put("step", trainer.steps()).put("tokensSeen", trainer.tokensSeen())
                .put("epoch", loader.position().epoch())
                .put("batch", loader.position().batch())
                .put("random", trainer.learner().random().state())
                .rows("log", 1, trainer.log().rows());
    }
}

package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.model.ModelSize;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.tensor.backend.DType;
import llm.tools.finetune.FinetuneFlow;
import org.jspecify.annotations.Nullable;

/// One stage of the tour: it builds on what the earlier ones left in the folder, and leaves a result
/// and a section of the page.
interface TourStage {

    /// Name on the command line and in the JSON, such as `pretrain`.
    String name();

    /// @throws IllegalArgumentException if an earlier stage must have run in the folder and has not
    Outcome run(Settings settings, Narrator narrator) throws IOException;

    /// What all stages are asked for.
    ///
    /// @param steps training steps; null for as many as fit into the minutes
    /// @param out   the folder of the tour
    record Settings(double minutes, @Nullable Integer steps, Path out, long seed) {

        /// Where the pretrained model is.
        ///
        /// @throws IllegalArgumentException if there is none yet
        Path model() {
            return left("model", "pretrain");
        }

        /// Where the model that follows instructions is.
        ///
        /// @throws IllegalArgumentException if there is none yet
        Path assistant() {
            return left("assistant", "instruct");
        }

        /// Makes sure that the disk can take trainings of the model, before anything is deleted or
        /// computed.
        ///
        /// @throws IllegalArgumentException if there is no model yet
        /// @throws IllegalStateException    if the disk has less
        void requireRoom(int trainings) throws IOException {
            LoadOptions silent = LoadOptions.of(DType.F32).telling(_ -> { });
            FinetuneFlow.requireRoom(out, trainings
                    * ModelSize.of(ModelOutline.read(model(), silent).config()).parameters());
        }

        private Path left(String name, String stage) {
            Path model = out.resolve(name);
            if (!Files.exists(model.resolve("config.json"))) {
                throw new IllegalArgumentException("The stage %s must have run before, got no model "
                        .formatted(stage) + "in " + model + ".");
            }
            return model;
        }
    }

    /// What a stage leaves.
    ///
    /// @param result  a record of numbers, for the JSON
    /// @param section of the page, as HTML
    record Outcome(Object result, String section) {}
}

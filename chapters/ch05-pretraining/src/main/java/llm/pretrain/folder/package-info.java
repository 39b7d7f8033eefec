/// Model folders as the rest of the world has them: Hugging Face's layout, in and out.
///
/// Reading order: `PretrainedModel` (the whole), `LoadOptions` (how it is loaded), `ConfigFields`
/// (the fields of a `config.json`, each read or refused) and `HarmlessFields` (those that change
/// nothing), `ConfigJson` with `GptConfigJson`, `LlamaConfigJson`, `FamilyConfigJson` and
/// `RotaryJson` (what they mean), `NearFamilies` (those that are not here),
/// `StoredWeight` and `WeightLayout` (one tensor of a file and the parameters it fills),
/// `GptWeights` and `LlamaWeights` (their names), `ModuleNames` (those of layers), `WeightFile` and
/// `ShardedSafetensors` (reading and writing them), `ModelFormat` (other kinds of files, which
/// appendix F reads), `ModelOutline` (what can be told without reading weights), `StopTokens`.
@NullMarked
package llm.pretrain.folder;

import org.jspecify.annotations.NullMarked;

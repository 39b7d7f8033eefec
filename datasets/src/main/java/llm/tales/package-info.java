/// Short stories from a seeded grammar: a data set of any size to pretrain tiny GPTs on, whose
/// entropy is known, and a score for the stories that a trained model writes.
///
/// The stories themselves are in the resource files beside this package: `words.tale` (characters,
/// things, places), `shared.tale` (openings and endings) and one file for each plot in `plots/`.
///
/// Reading order:
/// 1. [llm.tales.Tale], [llm.tales.TaleGenerator]: what comes out, and how to ask for it;
/// 2. [llm.tales.Phrase], [llm.tales.Telling]: how a template becomes text, choice by choice;
/// 3. [llm.tales.SplitMix], [llm.tales.Table], [llm.tales.Role], [llm.tales.PhraseParser],
///    [llm.tales.GrammarReader], [llm.tales.Grammar]: how the resource files become phrases;
///    [llm.tales.Template] lends that language to other data sets;
/// 4. [llm.tales.Entropy], [llm.tales.TaleStatistics], [llm.tales.Split], [llm.tales.TaleWriter],
///    [llm.tales.TaleCorpus]: many stories in one file;
/// 5. [llm.tales.Lexicon], [llm.tales.Prose], [llm.tales.StoryCheck], [llm.tales.StoryChecker],
///    [llm.tales.TaleScorer], [llm.tales.TaleScore], [llm.tales.SentenceIndex]: judging a story
///    that a model wrote.
///
/// Units: `nats` are natural logarithms, as in the cross-entropy loss; `bytes` count UTF-8.
@NullMarked
package llm.tales;

import org.jspecify.annotations.NullMarked;

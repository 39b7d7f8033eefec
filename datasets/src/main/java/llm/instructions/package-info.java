/// Instructions with answers, from a seeded generator: a data set of any size to finetune tiny GPTs
/// on that were pretrained on the tales. Each answer can be checked, so "follows instructions" is
/// a number.
///
/// The words and the phrasings are in the resource files beside this package: `words.txt` and
/// `phrasings.txt`.
///
/// Reading order:
/// 1. [llm.instructions.Entry], [llm.instructions.Kind], [llm.instructions.Split]: what comes out;
/// 2. [llm.instructions.InstructionGenerator]: how to ask for it;
/// 3. [llm.instructions.Words], [llm.instructions.Phrasings], [llm.instructions.Draw],
///    [llm.instructions.Task]: what an entry is made of;
/// 4. [llm.instructions.WordTasks], [llm.instructions.ListTasks], [llm.instructions.Fact],
///    [llm.instructions.SentenceTasks], [llm.instructions.StoryTasks]: the kinds, one by one;
/// 5. [llm.instructions.InstructionCorpus]: many entries in one file;
/// 6. [llm.instructions.AnswerCheck], [llm.instructions.Accuracy],
///    [llm.instructions.InstructionScore]: judging the answers of a model;
/// 7. [llm.instructions.Mistakes], [llm.instructions.StoryMistakes]: wrong answers, for models
///    that learn from comparisons.
@NullMarked
package llm.instructions;

import org.jspecify.annotations.NullMarked;

/// Numbers to put in order: a task for reinforcement learning with verifiable rewards (GRPO), from
/// a seeded generator. A rule says whether an answer is right, and how much of it. For the model to
/// begin with there are demonstrations of which only a share is right, and pairs of a right and a
/// wrong answer for a reward model.
///
/// Reading order:
/// 1. [llm.puzzles.Puzzle], [llm.puzzles.Demonstration]: what comes out, and how it is rewarded;
/// 2. [llm.puzzles.PuzzleGenerator]: how to ask for it;
/// 3. [llm.puzzles.PuzzleCorpus]: many puzzles in one file.
@NullMarked
package llm.puzzles;

import org.jspecify.annotations.NullMarked;

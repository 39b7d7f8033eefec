/// Which of two answers is better, and how good is one? A judge says so: a rule, or a model (LLM as
/// a judge). What is measured beside it is the judge itself: whether it keeps its word when the
/// answers change places, whether it likes long ones, and whether it agrees with another judge.
///
/// Dimensions: `pairs` of answers of a `baseline` and a `model` to the same question. A preference
/// is 1 where the baseline's answer is better, 2 where the model's is, 1.5 for a draw.
///
/// Reading order: `AnswerPair`, `Verdict` and `Judge` (the game); `RulesJudge` (whoever is right
/// wins); `ChatModel`, `JudgePrompt`, `JudgeReply` and `ChatJudge` (a model judges); `Comparison`,
/// `Comparisons` and `Share` (both orders, and what they say of the judge); `WinRate`,
/// `LogisticRegression` and `LengthControlledWinRate` (one number for a model); `ScoreJudge`,
/// `Scores` and `Correlation` (answers one by one, and whether two judges agree); `ChatEndpoint`,
/// `ApiKey`, `RetryPolicy`, `ChatProtocol` and `ChatClient` (a model behind an HTTP address).
@NullMarked
package llm.eval.judge;

import org.jspecify.annotations.NullMarked;

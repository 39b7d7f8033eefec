/// Questions with four choices, from a seeded generator, in the layout of MMLU: the tasks of
/// [llm.instructions], each with three wrong answers that somebody might give. They show an
/// evaluation at work offline, on models that know the small world of this book.
///
/// Reading order: [llm.choices.Choices], one question; [llm.choices.ChoiceGenerator], how to ask
/// for many.
@NullMarked
package llm.choices;

import org.jspecify.annotations.NullMarked;

/// Two answers to the same request, a better and a worse one, from a seeded generator: a data set
/// of any size for DPO and reward models. In one set the better answer is polite and the worse one
/// rude, in the other one is right and the other wrong.
///
/// What is said politely and rudely is in the resource files beside this package: `train.talk`,
/// `validation.talk`, `test.talk`, and `shared.talk` for their words. The templates are in the
/// language of the tales, see [llm.tales.Template]. Right answers are those of [llm.instructions],
/// wrong ones its [llm.instructions.Mistakes].
///
/// Reading order:
/// 1. [llm.preferences.Comparison], [llm.preferences.Preference]: what comes out;
/// 2. [llm.preferences.PreferenceGenerator]: how to ask for it;
/// 3. [llm.preferences.Exchange], [llm.preferences.SmallTalk]: what is polite and what is rude;
/// 4. [llm.preferences.PreferenceCorpus]: many pairs in one file.
@NullMarked
package llm.preferences;

import org.jspecify.annotations.NullMarked;

/// Text messages, ham and spam, from seeded templates: a set of any size to train classifiers on,
/// whose splits share their words and never a template.
///
/// The messages themselves are in the resource files beside this package: `words.sms` (names,
/// sums, numbers, links) and one file for each label and split, such as `spam-test.sms`. Their
/// language is that of the tales, see [llm.tales.Template].
///
/// Reading order:
/// 1. [llm.spam.Label], [llm.spam.Split], [llm.spam.Message], [llm.spam.SpamGenerator]: what comes
///    out, and how to ask for it;
/// 2. [llm.spam.MessageKind], [llm.spam.KindReader], [llm.spam.TextingStyle]: how it is made;
/// 3. [llm.spam.LabeledText], [llm.spam.SpamWriter], [llm.spam.SpamCorpus]: many messages in one
///    file.
@NullMarked
package llm.spam;

import org.jspecify.annotations.NullMarked;

/// Commands about text: downloads, tokenizers, and the two parts of a corpus.
///
/// Read in this order: [DataCommand], [DataListCommand] and [DataGetCommand] (public models and
/// data sets), [DataMakeCommand] and [BookText] (the book's own), [DataDuplicatesCommand],
/// [DataStatsCommand] and [DataTexts] (a look at examples), [TokenizerChoice], [TokenizeCommand]
/// and [TrainTokenizerCommand], [Corpus] and [DocumentParts] (a text cut into training and validation).
@NullMarked
package llm.tools.data;

import org.jspecify.annotations.NullMarked;

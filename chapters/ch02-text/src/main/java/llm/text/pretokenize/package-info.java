/// What happens to text before tokens are looked for: added tokens are cut out, the rest is
/// normalised, and what comes of it is cut into pieces (pre-tokenization).
///
/// Reading order: [PreTokenizer]; [CharKind] and [Gpt2PreTokenizer], GPT-2's way to cut;
/// [RegexPreTokenizer] with [SplitBehavior], any other way; [OnigurumaRegex], the expressions it
/// cuts with, and what translates them: [OnigurumaParser], [OnigurumaCursor], [OnigurumaClass],
/// [OnigurumaClasses], [CaseFolding]; [PreTokenizerSequence] and [SpacePreTokenizer];
/// [TextNormalizer] with [CharacterMap]; [AddedToken] and [AddedTokenFinder].
@NullMarked
package llm.text.pretokenize;

import org.jspecify.annotations.NullMarked;

package llm.notebooks;

import static llm.notebooks.Patch.of;

import java.util.List;

/// The mistakes that [PatchesTest] makes, chapter by chapter: those that beginners make, and those
/// that a model forgives, so that nobody sees them in its results.
final class Patches {
    private static final List<Patch> TENSORS = List.of(
            of("the slope of a square lacks its factor 2", "llm/cpu/CpuElementwise.java",
                    "case SQUARE -> 2 * x;", "case SQUARE -> x;").failsIn("ch01", "1.8"),
            of("a gradient overwrites what came by another path", "llm/tensor/Gradient.java",
                    "new Target(storage(), present)", "new Target(storage(), false)")
                    .failsIn("ch01", "1.8"),
            of("the gradient of softmax lacks its sum", "llm/cpu/CpuRows.java",
                    "float dot = RowMath.dot(out, at, gOut, at, columns);", "float dot = 0;")
                    .failsIn("ch01", "1.8"),
            of("weight decay lacks the learning rate", "llm/cpu/AdamStep.java",
                    "1 - adam.learningRate() * adam.weightDecay()", "1 - adam.weightDecay()")
                    .failsIn("ch01", "1.9"),
            of("weight decay goes through the means, as in Adam", "llm/tensor/optim/Moments.java",
                    "decoupled ? decay : 0, decoupled ? 0 : decay,", "0, decay,")
                    .failsIn("ch01", "1.9"),
            of("the mean of slopes is not corrected for its start",
                    "llm/cpu/AdamStep.java",
                    "adam.learningRate() / correction1", "adam.learningRate()")
                    .failsIn("ch01", "1.9"));

    private static final List<Patch> TEXT = List.of(
            of("of equally frequent pairs the later one is merged first",
                    "llm/text/bpe/PairCounts.java",
                    ".thenComparingInt(candidate -> candidate.pair.left)",
                    ".thenComparingInt(candidate -> -candidate.pair.left)")
                    .failsIn("ch02", "2.3"),
            of("encoding merges the leftmost pair, not the one learned first",
                    "llm/text/bpe/BytePairMerger.java",
                    "if (indices[i] < lowest) {", "if (best < 0 && indices[i] < lowest) {")
                    .failsIn("ch02", "2.3"),
            of("a user's text may hold special tokens", "llm/text/bpe/TextEncoder.java",
                    "!token.special() || specialTokens.recognises(token.text())", "true")
                    .failsIn("ch02", "2.6"),
            of("targets are not moved by one", "llm/text/dataset/TokenDataset.java",
                    "sequence.copy(start + 1, targets", "sequence.copy(start, targets")
                    .failsIn("ch02", "2.7"),
            of("windows begin one id too early", "llm/text/dataset/TokenDataset.java",
                    "(long) index * stride", "(long) index * (stride - 1)")
                    .failsIn("ch02", "2.7"));

    private static final List<Patch> ATTENTION = List.of(
            of("scores are divided by d, not by its root", "llm/attention/SelfAttention.java",
                    "1 / Math.sqrt(headDim)", "1.0 / headDim").failsIn("ch03", "3.2"),
            of("the mask lets one token of the future through", "llm/attention/CausalMask.java",
                    "key <= query", "key <= query + 1").failsIn("ch03", "3.4"),
            of("what dropout keeps is not made larger", "llm/cpu/CpuElementwise.java",
                    "float factor = 1 / (1 - rate)", "float factor = 1").failsIn("ch03", "3.6"),
            of("the fast form does not divide by the root of d",
                    "llm/attention/AttentionConfig.java",
                    "scale == null ? 1 / Math.sqrt(headDim)", "scale == null ? 1").failsIn("ch03", "3.8"),
            of("heads take turns at key/value heads, not group by group",
                    "llm/cpu/AttentionHead.java",
                    "int kvHead = head / group", "int kvHead = head % options.kvHeads()")
                    .failsIn("ch03", "3.9"),
            of("a new token sees the first keys of the cache, not all up to its own",
                    "llm/cpu/AttentionHead.java",
                    "return position(query) + 1", "return query + 1").failsIn("ch03", "3.10"));

    private static final List<Patch> ARCHITECTURE = List.of(
            of("the variance is divided by n − 1", "llm/cpu/CpuRows.java",
                    "RowMath.squaredDistance(in, at, n, mean) / n",
                    "RowMath.squaredDistance(in, at, n, mean) / (n - 1)")
                    .failsIn("ch04", "4.2"),
            of("GELU is the exact one", "llm/cpu/CpuElementwise.java",
                    "GELU_TANH -> Activations.geluTanh(", "GELU_TANH -> Activations.geluExact(")
                    .failsIn("ch04", "4.3"),
            of("a block has no residuals", "llm/model/TransformerBlock.java",
                    "dropout.forward(normed(made, normAfter)).addInPlace(x)",
                    "dropout.forward(normed(made, normAfter))")
                    .failsIn("ch04", "4.5"),
            of("temperature multiplies", "llm/model/decode/Temperature.java",
                    "logits[id] / temperature", "logits[id] * temperature")
                    .failsIn("ch04", "4.8"),
            of("top-k keeps one more", "llm/model/decode/TopK.java",
                    "largest.size() < k", "largest.size() < k + 1").failsIn("ch04", "4.8"),
            of("a written token stands one place too far", "llm/model/DecoderModel.java",
                    "embed(read, cache.length(), cache",
                    "embed(read, cache.length() + 1, cache")
                    .failsIn("ch04", "4.8"),
            of("a pair is not rotated but mirrored", "llm/cpu/CpuAttention.java",
                    "put(a * c - b * s", "put(a * c + b * s").failsIn("ch04", "4.10"),
            of("neighbours make a pair", "llm/attention/rotary/RotaryConfig.java",
                    "Pairing.HALVES", "Pairing.INTERLEAVED").failsIn("ch04", "4.10"),
            of("a written token's heads are turned as at the start",
                    "llm/attention/MultiHeadAttention.java",
                    "int first = cache.length()", "int first = 0").failsIn("ch04", "4.13"));

    private static final List<Patch> PRETRAINING = List.of(
            of("perplexity is a power of two", "llm/train/Evaluation.java",
                    "return Math.exp(loss)", "return Math.pow(2, loss)").failsIn("ch05", "5.1"),
            of("the loss is a sum, not a mean", "llm/model/LanguageModel.java",
                    ".mul(1.0 / CrossEntropy.counted(targets))", "").failsIn("ch05", "5.3"),
            of("gains decay like weights", "llm/tensor/optim/ParameterGroup.java",
                    "parameter.rank() >= 2", "parameter.rank() >= 1").failsIn("ch05", "5.3"),
            of("clipping divides by the square of the length",
                    "llm/tensor/optim/GradientClip.java",
                    "maxNorm / (norm + 1e-6)", "maxNorm / (norm * norm + 1e-6)")
                    .failsIn("ch05", "5.3"),
            of("the answers are the questions", "llm/pretrain/NextToken.java",
                    "lossSum(batch.inputs(), batch.targets())",
                    "lossSum(batch.inputs(), batch.inputs())")
                    .failsIn("ch05", "5.3"),
            of("the warm-up begins with a step of rate 0",
                    "llm/train/LearningRateSchedule.java",
                    "maxRate * (step + 1)", "maxRate * step").failsIn("ch05", "5.4"));

    private static final List<Patch> CLASSIFICATION = List.of(
            of("a text may stand in a table twice", "llm/classify/LabeledTable.java",
                    "filter(example -> seen.add(example.text()))", "filter(_ -> true)")
                    .failsIn("ch06", "6.1"),
            of("each class keeps as many texts as the largest has",
                    "llm/classify/LabeledTable.java",
                    "mapToInt(List::size).min()", "mapToInt(List::size).max()")
                    .failsIn("ch06", "6.1"),
            of("texts are filled up with any token", "llm/classify/ClassificationDataset.java",
                    "(row + 1) * tokens, pad());", "(row + 1) * tokens, 1);")
                    .failsIn("ch06", "6.2"),
            of("a long text is not cut", "llm/classify/TextClassifier.java",
                    "Math.min(whole.length, model.contextLength())", "whole.length")
                    .failsIn("ch06", "6.2"),
            of("the head reads the first token", "llm/classify/Pooling.java",
                    "case LAST -> weights[last] = 1;", "case LAST -> weights[first] = 1;")
                    .failsIn("ch06", "6.3"),
            of("pads are read as tokens", "llm/classify/Pooling.java",
                    "ids[last] == pad.getAsInt()", "ids[last] < 0")
                    .failsIn("ch06", "6.4"),
            of("every token is a target", "llm/classify/Classification.java",
                    "return batch.labels().count();", "return batch.ids().count();")
                    .failsIn("ch06", "6.5"),
            of("rows and columns of a confusion matrix change places",
                    "llm/classify/ConfusionMatrix.java",
                    "counts[numbers[i]][predictions.get(i).number()]++",
                    "counts[predictions.get(i).number()][numbers[i]]++")
                    .failsIn("ch06", "6.5"),
            of("the norm behind the last block stays frozen", "llm/classify/TrainLayers.java",
                    "model.finalNorm().unfreeze();", "")
                    .failsIn("ch06", "6.6"),
            of("accumulated batches are means of their own", "llm/train/TrainingStep.java",
                    "backward(batch, 1.0 / targets)",
                    "backward(batch, 1.0 / objective.targets(batch))")
                    .failsIn("ch06", "6.7"),
            of("a prediction names its classes in reverse", "llm/classify/Prediction.java",
                    "all.put(labels.name(i), probabilities[i]);",
                    "all.put(labels.name(i), probabilities[probabilities.length - 1 - i]);")
                    .failsIn("ch06", "6.8"),
            of("an n-gram that all texts have counts nothing", "llm/classify/TfIdf.java",
                    "/ (1 + count)) + 1)", "/ (1 + count)))")
                    .failsIn("ch06", "6.9"),
            of("a difference is measured from the other side",
                    "llm/classify/PairedDifference.java",
                    "(first.get(seed)[i] ? 1.0 : 0) - (second.get(seed)[i] ? 1 : 0)",
                    "(second.get(seed)[i] ? 1.0 : 0) - (first.get(seed)[i] ? 1 : 0)")
                    .failsIn("ch06", "6.9"),
            of("adapters begin with a B that is not 0", "llm/lora/Lora.java",
                    "Tensor.full(0, shape", "Tensor.full(0.01, shape")
                    .failsIn("ch06", "6.10"),
            of("an adapter's change is not scaled", "llm/lora/LoraLayer.java",
                    "                .mul(size.scale());", "                .mul(1);")
                    .failsIn("ch06", "6.10"),
            of("adapters leave their base free to move", "llm/lora/Lora.java",
                    "model.freeze();", "").failsIn("ch06", "6.11"),
            of("what is merged is the half of it", "llm/lora/Lora.java",
                    "addChange(part, 1);", "addChange(part, 0.5);").failsIn("ch06", "6.11"),
            of("an adapted classifier is loaded without its head",
                    "llm/classify/AdaptedClassifier.java",
                    "model.head().weight().copyFrom(head);", "").failsIn("ch06", "6.12"));

    private static final List<Patch> INSTRUCTIONS = List.of(
            of("capitals make another text", "llm/instruct/quality/NormalText.java",
                    ".toLowerCase(Locale.ROOT)", ".intern()").failsIn("ch07", "7.3"),
            of("bands are so long that like texts miss each other",
                    "llm/instruct/quality/Bands.java", "rows++;", "rows += 2;")
                    .failsIn("ch07", "7.3"),
            of("what a user spells may be a control token", "llm/instruct/ChatFormat.java",
                    "        int[] prompt = template.encode(asked(instruction), true, tokenizer);",
                    "var all = llm.text.SpecialTokens.allowAll();"
                            + "query = tokenizer.encode(layOut(instruction).query(), all);"
                            + "int[] prompt = tokenizer.encode(layOut(instruction).prompt(), all);")
                    .failsIn("ch07", "7.4"),
            of("the header is encoded with what is asked", "llm/instruct/PromptIds.java",
                    "return IntStream.concat(Arrays.stream(query), Arrays.stream(header)).toArray();",
                    "return query;").failsIn("ch07", "7.4"),
            of("the last token of the prompt has no target", "llm/instruct/PaddedBatch.java",
                    "rows.get(row).masked() - 1L", "rows.get(row).masked() - 0L")
                    .failsIn("ch07", "7.5"),
            of("the end token is padding and does not count", "llm/instruct/PaddedBatch.java",
                    "targets[row], hidden, own - hidden)", "targets[row], hidden, own - hidden - 1)")
                    .failsIn("ch07", "7.5"),
            of("padding counts", "llm/instruct/PaddedBatch.java",
                    "Arrays.fill(targets[row], CrossEntropy.IGNORED)",
                    "Arrays.fill(targets[row], padding)").failsIn("ch07", "7.5"),
            of("a mask of the query hides the header too", "llm/instruct/Masking.java",
                    "case QUERY -> ids.query().length;",
                    "case QUERY -> ids.query().length + ids.header().length;")
                    .failsIn("ch07", "7.6"),
            of("a step is a mean of its batches' means", "llm/train/TrainingStep.java",
                    "backward(batch, 1.0 / targets)",
                    "backward(batch, 1.0 / batches.size() / objective.targets(batch))")
                    .failsIn("ch07", "7.7"),
            of("an answer may not end", "llm/instruct/Answering.java",
                    ".withStopTokens(stopTokens)", "").failsIn("ch07", "7.10"),
            of("adapters begin with an effect", "llm/lora/Lora.java",
                    "Tensor.full(0, shape, linear.weight().backend())",
                    "Tensor.full(0.1, shape, linear.weight().backend())").failsIn("ch07", "7.11"),
            of("a file of answers says that none was stopped", "llm/instruct/Responses.java",
                    ".put(ANSWER, each.answer()).put(STOPPED, each.stopped())",
                    ".put(ANSWER, each.answer())").failsIn("ch07", "7.12"));

    private static final List<Patch> PREFERENCE = List.of(
            of("the surprise at a preference lacks its sign", "llm/preference/BradleyTerry.java",
                    "TokenLogProbs.of(scores, first).neg()", "TokenLogProbs.of(scores, first)")
                    .failsIn("ch08", "8.1"),
            of("DPO prefers what was rejected", "llm/preference/DpoLoss.java",
                    "BradleyTerry.losses(chosen.mul(beta), rejected.mul(beta))",
                    "BradleyTerry.losses(rejected.mul(beta), chosen.mul(beta))")
                    .failsIn("ch08", "8.2"),
            of("an answer's log-probability is a mean", "llm/preference/LogProb.java",
                    "case SUM -> sums;", "case SUM -> sums.div(lengths(answers, sums));")
                    .failsIn("ch08", "8.2"),
            of("the prompt counts as a part of the answer",
                    "llm/preference/PreferenceDataset.java", "Masking.PROMPT);",
                    "Masking.NOTHING);").failsIn("ch08", "8.2"),
            of("rejected answers have the reference of the chosen ones",
                    "llm/preference/PreferenceDataset.java", "[i / examples.length];", "[0];")
                    .failsIn("ch08", "8.2"),
            of("the reference is added", "llm/preference/PreferenceBatch.java",
                    "policy.sub(Tensor.of(reference", "policy.add(Tensor.of(reference")
                    .failsIn("ch08", "8.2"),
            of("a margin makes it easier", "llm/preference/RewardLoss.java",
                    "chosen.sub(margin)", "chosen.add(margin)").failsIn("ch08", "8.4"),
            of("advantages are not centred", "llm/preference/policy/GroupAdvantages.java",
                    "rewards[i] - spread.mean", "rewards[i]").failsIn("ch08", "8.5"),
            of("what is better may become likelier without end",
                    "llm/preference/policy/ClippedRatio.java",
                    "advantages[i] > 0 && ratio[i] > 1 + high ? 1 : 0", "0")
                    .failsIn("ch08", "8.5"),
            of("GRPO's mean takes all tokens alike", "llm/preference/policy/GrpoLoss.java",
                    "case GRPO -> 1f / length;", "case GRPO -> 1;").failsIn("ch08", "8.5"),
            of("k3 has the ratio upside down", "llm/preference/policy/Kl.java",
                    "Math.expm1(-difference) + difference", "Math.expm1(difference) - difference")
                    .failsIn("ch08", "8.5"),
            of("a surprise looks at the value before it",
                    "llm/preference/policy/AdvantageEstimator.java",
                    "t + 1 < end ? values[t + 1] : 0", "t + 1 < end ? values[t] : 0")
                    .failsIn("ch08", "8.6"),
            of("moving away from the reference is paid for",
                    "llm/preference/policy/TokenRewards.java", "(float) (-price * kl.of(",
                    "(float) (price * kl.of(").failsIn("ch08", "8.6"),
            of("of equally frequent answers the last one is elected",
                    "llm/preference/policy/Voting.java", "b.getValue() > a.getValue()",
                    "b.getValue() >= a.getValue()").failsIn("ch08", "8.8"));

    private static final List<Patch> EVALUATION = List.of(
            of("bits per byte count each token as one byte", "llm/pretrain/Perplexity.java",
                    "nll * tokens / (Math.log(2) * bytes)", "nll / Math.log(2)")
                    .failsIn("ch09", "9.1"),
            of("the prompt of bare letters lacks its blank", "llm/eval/choice/ChoicePrompt.java",
                    "listed(question) + \"Answer: \"", "listed(question) + \"Answer:\"")
                    .failsIn("ch09", "9.2"),
            of("a text follows without a blank", "llm/eval/choice/ChoicePrompt.java",
                    "joins() ? \" \" + text : text", "text")
                    .failsIn("ch09", "9.2"),
            of("an article is taken for the letter A", "llm/eval/choice/GeneratedChoice.java",
                    "(?!\\\\s+\\\\p{Ll})", "").failsIn("ch09", "9.2"),
            of("a letter's logit is taken for its log-probability",
                    "llm/eval/choice/ContinuationLogProbs.java", "logits[each[0]] - logSum",
                    "logits[each[0]]").failsIn("ch09", "9.3"),
            of("bytes are counted as characters", "llm/eval/choice/ChoiceNorm.java",
                    "choice.getBytes(StandardCharsets.UTF_8).length", "choice.length()")
                    .failsIn("ch09", "9.3"),
            of("a pooled error has the degrees of freedom of one pot",
                    "llm/eval/choice/ChoiceResults.java", "sum / (all - subjects.size()) / all",
                    "sum / (all - 1) / all").failsIn("ch09", "9.4"),
            of("a verdict in the other order is not turned around",
                    "llm/eval/judge/Comparison.java",
                    "(baselineFirst.preference() + modelFirst.swapped().preference()) / 2",
                    "(baselineFirst.preference() + modelFirst.preference()) / 2")
                    .failsIn("ch09", "9.5"),
            of("of two verdicts the first one counts", "llm/eval/judge/JudgeReply.java",
                    "verdicts.size() > 1", "verdicts.isEmpty()").failsIn("ch09", "9.5"),
            of("a draw is no battle for the ratings", "llm/eval/arena/MaximumLikelihood.java",
                    "counts.wins(i, j) + counts.ties(i, j) / 2.0", "counts.wins(i, j)")
                    .failsIn("ch09", "9.8"),
            of("who has lost all is above all", "llm/eval/arena/RatingGroup.java",
                    "ahead ? Unbounded.ABOVE : Unbounded.BELOW",
                    "ahead ? Unbounded.BELOW : Unbounded.ABOVE").failsIn("ch09", "9.9"),
            of("a draw decides a battle", "llm/eval/arena/RatingGroup.java",
                    "among.wins(i, j) + among.wins(j, i) > 0", "among.battles(i, j) > 0")
                    .failsIn("ch09", "9.9"),
            of("a score may lie above 100", "llm/eval/judge/JudgeReply.java",
                    "0|[1-9][0-9]?|100", "[0-9]+").failsIn("ch09", "9.5"));

    private static final List<Patch> DEPLOYMENT = List.of(
            of("who is busy does not say until when", "llm/deploy/server/Exchange.java",
                    "error.retryAfter().isPositive()", "error.retryAfter().isNegative()")
                    .failsIn("ch10", "10.2"),
            of("an answer that nobody waits for is written on",
                    "llm/deploy/server/Generations.java", "asked.forEach(Answer::cancel);", "")
                    .failsIn("ch10", "10.2"),
            of("an answer that was given has no end", "llm/deploy/ChatLayout.java",
                    "            ids.add(format.end(tokenizer));\n", "")
                    .failsIn("ch10", "10.3"),
            of("a conversation is read again at each turn", "llm/model/decode/DecodedText.java",
                    "keep(Math.min(cache.length(), same))", "keep(0)")
                    .failsIn("ch10", "10.3"),
            of("a token is told before its character is whole",
                    "llm/deploy/engine/AnswerText.java",
                    "decoder.isWithinCharacter() ? Integer.MAX_VALUE : decoded", "decoded")
                    .failsIn("ch10", "10.4"),
            of("the beginning of a stop text is passed on",
                    "llm/deploy/engine/StopStrings.java",
                    "waiting.length() - possibleStop()", "waiting.length()")
                    .failsIn("ch10", "10.4"),
            of("all texts of a step get the scores of the first",
                    "llm/model/decode/DecodingSession.java",
                    "System.arraycopy(logits, i * vocabSize, own",
                    "System.arraycopy(logits, 0, own")
                    .failsIn("ch10", "10.5"),
            of("a part of a block is taken over", "llm/model/decode/DecodedText.java",
                    "Math.min(common, last) / BLOCK * BLOCK", "Math.min(common, last)")
                    .failsIn("ch10", "10.6"),
            of("log-probabilities are told with the bias in them",
                    "llm/model/decode/DecodedText.java",
                    "stillNeeded && options.sampler().changes()", "false")
                    .failsIn("ch10", "10.7"),
            of("a server answers to any name", "llm/deploy/server/Gate.java",
                    "host == null || !hosts.contains(bracketed(host))", "host == null")
                    .failsIn("ch10", "10.8"),
            of("a server that ends cuts its answers off", "llm/deploy/engine/Engine.java",
                    "        join(patience);\n", "").failsIn("ch10", "10.10"));

    private static final List<Patch> KERNELS = List.of(
            of("a norm forgets its bias", "llm/cpu/Norms.java",
                    "xHat.mul(load(w, i)).add(load(b, i))", "xHat.mul(load(w, i))")
                    .failsIn("appendix-c", "C.3"),
            of("a scope's memory is not used again", "llm/cpu/memory/MemoryPool.java",
                    "free.give(block.byteSize(), block);", "").failsIn("appendix-c", "C.7"));

    private static final List<Patch> CUDA = List.of(
            of("a warp's sum forgets its own part", "llm/cuda/kernels/common.cuh",
                    "x += __shfl_xor_sync(", "x = __shfl_xor_sync(").failsIn("appendix-d", "D.3"),
            of("weight decay lacks the learning rate", "llm/cuda/CudaOptimizer.java",
                    "1 - adam.learningRate() * adam.weightDecay()", "1 - adam.weightDecay()")
                    .failsIn("appendix-d", "D.6"),
            of("products are float32 whatever is asked for", "llm/cuda/CudaBackend.java",
                    "this.precision = precision;", "").failsIn("appendix-d", "D.7"),
            of("draws of dropout begin with the number 1", "llm/cuda/kernels/common.cuh",
                    "(index + 1) * 0x9E3779B97F4A7C15ull", "(index + 2) * 0x9E3779B97F4A7C15ull")
                    .failsIn("appendix-d", "D.8"));

    private static final List<Patch> FORMATS = List.of(
            of("the maps of attention show the future", "llm/attention/MultiHeadAttention.java",
                    "return CausalMask.softmax(scores, config.window());",
                    "return scores.softmax();").failsIn("appendix-f", "F.3"),
            of("a byte keeps no more than a sign", "llm/cpu/quantized/Int8Storage.java",
                    "LARGEST = 127", "LARGEST = 1").failsIn("appendix-f", "F.5"),
            of("a GGUF file tells another rotation", "llm/format/GgufRotary.java",
                    "sizes.rotary().theta()", "sizes.rotary().theta() / 100")
                    .failsIn("appendix-f", "F.6"));

    private static final List<Patch> RECIPE = List.of(
            of("queries and keys are not normalised", "llm/attention/MultiHeadAttention.java",
                    "norm == null || allAsOne ? heads : norm.forward(heads)", "heads")
                    .failsIn("appendix-g", "G.2"),
            of("the polynomial of singular values lacks its last power",
                    "llm/tensor/optim/Orthogonalizer.java",
                    "Tensor square = symmetric(gram, gram, false, false)",
                    "Tensor square = gram.mul(1)")
                    .failsIn("appendix-g", "G.3"),
            of("a tall matrix goes no further than a square one", "llm/tensor/optim/Muon.java",
                    "-rate * size", "-rate").failsIn("appendix-g", "G.5"),
            of("a head of its own begins at random", "llm/model/DecoderModel.java",
                    "            zero(head);", "").failsIn("appendix-g", "G.6"),
            of("an exported table is not normalised", "llm/model/DecoderModel.java",
                    "unitNorm(tokenEmbedding.weight())", "tokenEmbedding.weight().mul(1)")
                    .failsIn("appendix-g", "G.7"),
            of("the rate falls late by the warm-up", "llm/train/LearningRateSchedule.java",
                    "(1 - decayShare) * steps) - warmupSteps", "(1 - decayShare) * steps)")
                    .failsIn("appendix-g", "G.8"),
            of("a token is smeared with itself", "llm/model/Smear.java",
                    "Operations.concat(1, before, x.slice(1, 0, x.size(1) - 1))", "x")
                    .failsIn("appendix-g", "G.10"));

    /// All of them.
    static final List<Patch> ALL = List.of(TENSORS, TEXT, ATTENTION, ARCHITECTURE, PRETRAINING,
            CLASSIFICATION, INSTRUCTIONS, PREFERENCE, EVALUATION, DEPLOYMENT, KERNELS, CUDA,
            FORMATS, RECIPE).stream().flatMap(List::stream).toList();

    private Patches() {}
}

// Chapter 2 in JShell: from text to the vectors with which a model begins.
// Start it with:  ./llm jshell ch02 notebooks/jshell/ch02.jsh
// Everything stays defined afterwards: encode a text of your own, train another vocabulary.

import llm.tales.TaleCorpus;

// Words as tokens: simple, and lost at the first word that is new.
WordTokenizer byWord = WordTokenizer.of("Lena lost her ball. Her ball is near home.");
IO.println("\nwords: " + byWord.decode(byWord.encode("Lena lost her kite.")));

/// The tokens of a text, each between bars.
String pieces(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::token)
        .collect(Collectors.joining("|", "|", "|"));
}

// Byte-pair encoding loses nothing: a new word becomes several tokens.
Tokenizer gpt2 = Tokenizers.named("gpt2");
String odd = "Akwirw ier, naïve 東京 🙂";
IO.println("GPT-2: " + pieces(gpt2, odd));
check("what was encoded comes back", gpt2.decode(gpt2.encode(odd)), odd);
check("a special token in a user's text stays text", gpt2.encode("<|endoftext|>").length > 1);

// Learn merges from the tales. The larger the vocabulary, the fewer tokens a text needs.
String tales = TaleCorpus.sample().text();
BpeTokenizer small = BpeTrainer.ofSize(300).train(List.of(tales));
BpeTokenizer large = BpeTrainer.ofSize(1_000).train(List.of(tales));
IO.println("300:   " + pieces(small, "Once there lived a fox"));
IO.println("1000:  " + pieces(large, "Once there lived a fox"));
int few = large.encode(tales).length, many = small.encode(tales).length;
check("a larger vocabulary makes fewer tokens", few < many);

// Training examples: a window slides over the ids, and the target is the token after each place.
TokenDataset windows = new TokenDataset(TokenSequence.of(large.encode(tales)), 4, 4);
Batch batch = new DataLoader<>(windows, BatchOrder.shuffled(2, 123)).iterator().next();
IO.println("\ninputs:  " + Arrays.toString(batch.inputs().values()));
IO.println("targets: " + Arrays.toString(batch.targets().values()));
check("a target is the input one place further",
    Arrays.copyOfRange(batch.targets().values(), 0, 3),
    Arrays.copyOfRange(batch.inputs().values(), 1, 4));

// An id picks a row of a table; the same row comes out of a product with a one-hot vector.
Embedding table = new Embedding(large.vocabSize(), 3, new RandomState(1));
int id = batch.inputs().values()[0];
float[] oneHot = new float[large.vocabSize()];
oneHot[id] = 1;
check("lookup is a product with a one-hot row", table.forward(IntTensor.of(new int[] {id}, 1)),
    Tensor.of(oneHot, 1, oneHot.length).matmul(table.weight()), 0);

// Token and place together: the same token at two places is two vectors.
TokenAndPositionEmbedding start =
    new TokenAndPositionEmbedding(large.vocabSize(), 4, 3, new RandomState(1));
Tensor vectors = start.forward(IntTensor.of(new int[] {7, 7, 7, 7}, 1, 4));     // (1, 4, 3)
IO.println("\none token at four places:\n" + vectors);
check("another place, another vector", vectors.at(0, 0, 0) != vectors.at(0, 1, 0));

IO.println("\nTry: pieces(gpt2, \"your text\"), large.token(600), BpeTrainer.ofSize(2_000).train(List.of(tales))");

// Chapter 3 in JShell: attention, from similarity to a cache.
// Start it with:  ./llm jshell ch03 notebooks/jshell/ch03.jsh
// Everything stays defined afterwards: change a vector, call a method again, look at a shape.

// Six words with vectors chosen by hand: person, thing, place.
List<String> words = List.of("Lena", "lost", "her", "ball", "near", "home");
Tensor x = Tensor.of(new float[][] {
    {0.9f, 0.1f, 0.2f}, {0.3f, 0.6f, 0.1f}, {0.8f, 0.2f, 0.1f},
    {0.1f, 0.9f, 0.1f}, {0.1f, 0.2f, 0.8f}, {0.3f, 0.1f, 0.9f}}).reshape(1, 6, 3);

/// A row of weights beside its word.
void print(Tensor weights) {
    for (int row = 0; row < words.size(); row++) {
        StringBuilder line = new StringBuilder("%-5s".formatted(words.get(row)));
        for (int column = 0; column < words.size(); column++) {
            line.append("%6.2f".formatted(weights.at(0, row, column)));
        }
        IO.println(line);
    }
}

// Similarity as weight: nothing to learn yet.
IO.println("\nEach row is a word that asks:");
print(new SimpleSelfAttention().weights(x));

// Queries, keys and values; then the same without a look at the future.
SelfAttention self = new SelfAttention(3, 4, false, new RandomState(5));
CausalSelfAttention causal = new CausalSelfAttention(
    AttentionConfig.builder(3, 1).headDim(4).build(), new RandomState(5));
IO.println("\nThe same matrices, with a causal mask:");
print(causal.weights(x));
check("rows add up to 1", causal.weights(x).sum(2), Tensor.ones(1, 6), 1e-6);

// Change the last word: nothing before it may move.
Tensor changed = Operations.concat(1, x.slice(1, 0, 5), Tensor.ones(1, 1, 3));
check("the past does not depend on the future",
    causal.forward(changed).slice(1, 0, 5), causal.forward(x).slice(1, 0, 5), 0);

// Four heads that share two key/value heads: slow and plain, fast, and one token at a time.
AttentionConfig shared = AttentionConfig.builder(8, 4).kvHeads(2).outBias(true).build();
Tensor wide = new RandomState(1).normal(1, 1, 6, 8);
GroupedQueryAttention plain = new GroupedQueryAttention(shared, new RandomState(4));
MultiHeadAttention fast = new MultiHeadAttention(shared, new RandomState(4));
check("fast attention is the same attention", fast.forward(wide), plain.forward(wide), 1e-5);

KvCache cache = new KvCache(1, shared.kvHeads(), 6, shared.headDim());
Tensor last = null;
for (int t = 0; t < 6; t++) last = fast.forward(wide.slice(1, t, t + 1), cache);
check("a cache changes nothing but the work", last, fast.forward(wide).slice(1, 5, 6), 1e-5);

IO.println("\nTry: print(self.weights(x)), plain.weights(wide), cache.length()");

import llm.exercise.ExerciseNotDone;

/// Exercise 10.6 ★★: what prompts have in common. Most prompts of a service begin with the same
/// system message, and each turn of a chat begins with all turns before it. The keys and values of
/// what has been read once can be taken over.
///
/// An object is the cache of a server. It holds blocks of `block` tokens: the first `block` tokens
/// of a prompt are its first block, the next ones its second, and so on. Tokens behind the last
/// whole block are not cached. `read` reads a prompt and returns how many of its tokens were taken
/// over:
///
/// - Two blocks are the same only if *all* tokens of their prompts agree up to the end of the
///   block: keys and values depend on everything before.
/// - The blocks at the start of the prompt are taken over, as long as they are in the cache. But
///   the last token of a prompt is always read, since it gives the scores of the next one; so a
///   block that holds it is not taken over.
/// - Then all whole blocks of the prompt are put into the cache, also one that holds the last
///   token, and are its newest ones: the first block is the newest of all, the second one the next
///   newest, and so on. This holds for blocks that were there already, too.
/// - While there are more than `most` blocks, the oldest one goes. (Least recently used. Since a
///   beginning is newer than what follows it, no block stays without those before it.)
///
/// With blocks of 2 tokens, of which 4 have room:
///
/// ```text
/// prompt              taken over   blocks afterwards, the newest first
/// {1, 2, 3, 4, 5}         0        1 2 | 1 2 3 4
/// {1, 2, 3, 4, 6}         4        1 2 | 1 2 3 4
/// {1, 2, 9, 9, 9}         2        1 2 | 1 2 9 9 | 1 2 3 4
/// {3, 4, 5}               0        3 4 | 1 2 | 1 2 9 9 | 1 2 3 4
/// {1, 2, 3, 4}            2        1 2 | 1 2 3 4 | 3 4 | 1 2 9 9
/// {7, 7, 7}               0        7 7 | 1 2 | 1 2 3 4 | 3 4
/// {1, 2, 9, 9, 9}         2        1 2 | 1 2 9 9 | 7 7 | 1 2 3 4
/// ```
///
/// Section 10.6 of the notebook.
public final class Ex106PrefixCache {
    /// @param block tokens of a block, at least 1
    /// @param most  blocks that the cache has room for, at least 1
    public Ex106PrefixCache(int block, int most) {
        throw new ExerciseNotDone("Exercise 10.6: write Ex106PrefixCache(int, int)");
    }

    /// @param prompt token ids, `(tokens)`, at least one
    /// @return tokens that were taken over, a multiple of `block`
    public int read(int[] prompt) {
        throw new ExerciseNotDone("Exercise 10.6: write read(int[])");
    }
}

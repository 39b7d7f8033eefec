// Heads of attention: where their vectors are, which keys their queries see.
#include "common.cuh"

// The vectors of all heads: head `h` counts the heads of all sequences.
struct Heads {
    const float* first;
    long long batch, head, token;            // from one sequence, head, token to the next

    __device__ const float* of(int h, int heads) const {
        return first + h / heads * batch + h % heads * head;
    }
};

// Sizes and rules of one call, as AttentionOptions tells them.
struct Options {
    int queries, keys, heads, kv_heads, head_dim;
    float scale;
    int window;
    float rate, kept;                        // of dropout; kept = 1 / (1 - rate)
    long long seed;

    // The key/value head that query head `h` reads.
    __device__ int kv_head(int h) const {
        return h / heads * kv_heads + h % heads / (heads / kv_heads);
    }

    __device__ bool sees(int query, int key) const {
        int distance = keys - queries + query - key;
        return distance >= 0 && distance < window;
    }

    // First key that a query sees; the last one stands before `end_of_keys`.
    __device__ int first_key(int query) const {
        return max(0, end_of_keys(query) - window);
    }

    __device__ int end_of_keys(int query) const {
        return keys - queries + query + 1;
    }

    // First query that sees a key, and the one after the last.
    __device__ int first_query(int key) const {
        return max(0, key - (keys - queries));
    }

    __device__ int end_of_queries(int key) const {
        return (int) min((long long) queries, (long long) key + window - (keys - queries));
    }

    // 0 for a weight that dropout takes, see DropoutMask.
    __device__ float dropout(int h, int query, int key) const {
        if (rate == 0.0f) {
            return 1.0f;
        }
        long long of_head = seed + h * 0x632BE59BD9B4E019ll;
        return keeps(of_head, (long long) query * keys + key, rate) ? kept : 0.0f;
    }
};

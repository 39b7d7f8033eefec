// Causal attention of few queries, as when a model writes: most time goes into reading the keys once.
//
// A block takes SPLIT of the keys that one query of one head sees; LANES threads share a key, so
// that STREAMS keys are read at once. Each stream has a softmax of its own; they are joined at the
// end, those of a block first, then those of all blocks. Source: Dao et al. (2023), Flash-Decoding.
//
// WIDTH, which whoever compiles defines, is headDim rounded up to 32, 64, 128 or 256.
#include "attention.cuh"

#define LANES 8
#define STREAMS 16
#define EACH (WIDTH / LANES)                 // values of a vector that a thread holds
#define SPLIT 128

// One of several texts of equal heads, with keys of its own.
struct Text {
    Heads q, k, v, out;
    float* log_sum_exp;
    long long keys;
};

// A query of a head, and which part of its keys.
struct Place {
    int head, query, split;
    long long part;                          // number of the part among all

    __device__ Place(const Options& options, int rows, int splits) {
        int row = blockIdx.x / splits;
        head = row / options.queries;
        query = row % options.queries;
        split = blockIdx.x % splits;
        part = ((long long) blockIdx.y * rows + row) * splits + split;
    }
};

// Writes result and log-sum-exp of a query: from values that are weighted by exp(score - max).
__device__ inline void finish(const Text& text, const Options& options, const Place& place, int d,
                              float value, float max, float sum) {
    float* out = (float*) text.out.of(place.head, options.heads) + place.query * text.out.token;
    out[d] = value / sum;
    if (d == 0) {
        text.log_sum_exp[(long long) place.head * options.queries + place.query] = max + logf(sum);
    }
}

// parts: (rows, splits, headDim + 2), the weighted values, then max and sum; not used by one split.
__device__ inline void decode(const Text& text, const Options& options, const Place& place,
                              float* parts, int splits) {
    __shared__ float values[STREAMS][WIDTH], maxima[STREAMS], sums[STREAMS];
    int stream = threadIdx.x / LANES, lane = threadIdx.x % LANES;
    int kv_head = options.kv_head(place.head);
    const float* q = text.q.of(place.head, options.heads) + place.query * text.q.token;
    const float* k = text.k.of(kv_head, options.kv_heads);
    const float* v = text.v.of(kv_head, options.kv_heads);
    float of_q[EACH], y[EACH], max = MINUS_INFINITY, sum = 0.0f;
    for (int i = 0; i < EACH; i++) {
        int d = lane + LANES * i;
        of_q[i] = d < options.head_dim ? options.scale * q[d] : 0.0f;
        y[i] = 0.0f;
    }
    int first = options.first_key(place.query) + place.split * SPLIT;
    int end = min(first + SPLIT, options.end_of_keys(place.query));
    for (int from = first; from < end; from += STREAMS) {
        int key = from + stream;
        bool there = key < end;
        float score = 0.0f;
        for (int i = 0; i < EACH; i++) {
            int d = lane + LANES * i;
            float value = there && d < options.head_dim ? k[key * text.k.token + d] : 0.0f;
            score = fmaf(of_q[i], value, score);
        }
        for (int distance = LANES / 2; distance > 0; distance /= 2) {
            score += __shfl_xor_sync(0xFFFFFFFFu, score, distance);
        }
        if (there) {
            float largest = fmaxf(max, score);
            float shrink = expf(max - largest), p = expf(score - largest);
            float weight = p * options.dropout(place.head, place.query, key);
            max = largest;
            sum = sum * shrink + p;
            for (int i = 0; i < EACH; i++) {
                int d = lane + LANES * i;
                float value = d < options.head_dim ? v[key * text.v.token + d] : 0.0f;
                y[i] = fmaf(weight, value, y[i] * shrink);
            }
        }
    }
    for (int i = 0; i < EACH; i++) {
        values[stream][lane + LANES * i] = y[i];
    }
    if (lane == 0) {
        maxima[stream] = max;
        sums[stream] = sum;
    }
    __syncthreads();
    max = MINUS_INFINITY;
    for (int i = 0; i < STREAMS; i++) {
        max = fmaxf(max, maxima[i]);
    }
    for (int d = threadIdx.x; d < options.head_dim; d += blockDim.x) {
        float value = 0.0f;
        sum = 0.0f;
        for (int i = 0; i < STREAMS; i++) {
            float factor = maxima[i] == MINUS_INFINITY ? 0.0f : expf(maxima[i] - max);
            value += factor * values[i][d];
            sum += factor * sums[i];
        }
        if (splits == 1) {
            finish(text, options, place, d, value, max, sum);
        } else {
            float* part = parts + place.part * (options.head_dim + 2);
            part[d] = value;
            part[options.head_dim] = max;
            part[options.head_dim + 1] = sum;
        }
    }
}

// The same for the parts of a query that blocks have made.
__device__ inline void join(const Text& text, const Options& options, const Place& place,
                            const float* parts, int splits) {
    int size = options.head_dim + 2;
    const float* mine = parts + place.part * splits * size;
    float max = MINUS_INFINITY;
    for (int i = 0; i < splits; i++) {
        max = fmaxf(max, mine[i * size + options.head_dim]);
    }
    for (int d = threadIdx.x; d < options.head_dim; d += blockDim.x) {
        float value = 0.0f, sum = 0.0f;
        for (int i = 0; i < splits; i++) {
            const float* part = mine + i * size;
            float of_part = part[options.head_dim];
            float factor = of_part == MINUS_INFINITY ? 0.0f : expf(of_part - max);
            value += factor * part[d];
            sum += factor * part[options.head_dim + 1];
        }
        finish(text, options, place, d, value, max, sum);
    }
}

// out = dropout(softmax(scale · q kᵀ)) v: one block for each split of each query of each head, and
// if `of_texts` a row of blocks for each of `texts`, else one for what the other arguments say.
extern "C" __global__ void __launch_bounds__(128) attention_decode(
        const float* q, long long q_batch, long long q_head, long long q_token,
        const float* k, long long k_batch, long long k_head, long long k_token,
        const float* v, long long v_batch, long long v_head, long long v_token,
        float* out, long long out_batch, long long out_head, long long out_token,
        float* log_sum_exp, int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed,
        const Text* texts, int of_texts, float* parts, int splits) {
    Text text = of_texts ? texts[blockIdx.y] : Text{{q, q_batch, q_head, q_token},
        {k, k_batch, k_head, k_token}, {v, v_batch, v_head, v_token},
        {out, out_batch, out_head, out_token}, log_sum_exp, keys};
    Options options = {queries, (int) text.keys, heads, kv_heads, head_dim, scale, window, rate,
        kept, seed};
    decode(text, options, Place(options, batch * heads * queries, splits), parts, splits);
}

// Makes the results from the parts of attention_decode: one block for each query of each head.
extern "C" __global__ void __launch_bounds__(128) attention_join(
        const float* q, long long q_batch, long long q_head, long long q_token,
        const float* k, long long k_batch, long long k_head, long long k_token,
        const float* v, long long v_batch, long long v_head, long long v_token,
        float* out, long long out_batch, long long out_head, long long out_token,
        float* log_sum_exp, int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed,
        const Text* texts, int of_texts, float* parts, int splits) {
    Text text = of_texts ? texts[blockIdx.y] : Text{{q, q_batch, q_head, q_token},
        {k, k_batch, k_head, k_token}, {v, v_batch, v_head, v_token},
        {out, out_batch, out_head, out_token}, log_sum_exp, keys};
    Options options = {queries, (int) text.keys, heads, kv_heads, head_dim, scale, window, rate,
        kept, seed};
    join(text, options, Place(options, batch * heads * queries, 1), parts, splits);
}

// Causal attention of many queries by tensor cores: what attention.cu does, with the factors of all
// products rounded to bfloat16. Sums, softmax, and what is read and written are float32.
#include "attention_bf16_tiles.cuh"

// out = dropout(softmax(scale · q kᵀ)) v, see attention.cu.
extern "C" __global__ void __launch_bounds__(256, WIDTH > 64 ? 1 : 2) attention_forward(
        const float* q, long long q_batch, long long q_head, long long q_token,
        const float* k, long long k_batch, long long k_head, long long k_token,
        const float* v, long long v_batch, long long v_head, long long v_token,
        float* out, long long out_batch, long long out_head, long long out_token,
        float* log_sum_exp, int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed) {
    __shared__ __align__(16) bf16 shared[2 * FORWARD_COLUMNS * STRIDE];
    bf16* shared_k = shared;
    bf16* shared_v = shared + FORWARD_COLUMNS * STRIDE;
    Options options = {queries, keys, heads, kv_heads, head_dim, scale, window, rate, kept, seed};
    int head = blockIdx.x % (batch * heads), kv_head = options.kv_head(head);
    int tile = gridDim.x / (batch * heads) - 1 - blockIdx.x / (batch * heads);   // longest first
    int first = tile * FORWARD_ROWS, end = min(first + FORWARD_ROWS, queries);
    int of_warp = threadIdx.x / 32 * 16, lane = threadIdx.x % 32;
    Vectors of_k({k, k_batch, k_head, k_token}, kv_head, kv_heads, keys, head_dim);
    Vectors of_v({v, v_batch, v_head, v_token}, kv_head, kv_heads, keys, head_dim);

    unsigned of_q[STEPS][4];
    load(shared, Vectors({q, q_batch, q_head, q_token}, head, heads, queries, head_dim), first,
         FORWARD_ROWS);
    __syncthreads();
    #pragma unroll
    for (int step = 0; step < STEPS; step++) {
        left_factor(of_q[step], shared, of_warp, 16 * step);
    }
    Results y;
    clear(y);
    float max[2] = {MINUS_INFINITY, MINUS_INFINITY}, sum[2] = {0.0f, 0.0f};
    int end_of_keys = options.end_of_keys(end - 1);
    int key = options.first_key(first) / FORWARD_COLUMNS * FORWARD_COLUMNS;
    for (; key < end_of_keys; key += FORWARD_COLUMNS) {
        __syncthreads();                     // what stood here has been used
        load(shared_k, of_k, key, FORWARD_COLUMNS);
        load(shared_v, of_v, key, FORWARD_COLUMNS);
        __syncthreads();
        if (key >= options.end_of_keys(first + of_warp + 15)) {
            continue;                        // no query of this warp sees these keys
        }
        float s[FORWARD_COLUMNS / 8][4] = {};
        #pragma unroll
        for (int step = 0; step < STEPS; step++) {
            multiply_step(s, of_q[step], shared_k, 16 * step);
        }
        #pragma unroll
        for (int i = 0; i < 2; i++) {
            int query = first + of_warp + lane / 4 + 8 * i;
            float largest = max[i];
            #pragma unroll
            for (int n = 0; n < FORWARD_COLUMNS / 8; n++) {
                for (int j = 0; j < 2; j++) {
                    float& score = s[n][2 * i + j];
                    bool seen = query < queries
                            && options.sees(query, key + 8 * n + lane % 4 * 2 + j);
                    score = seen ? scale * score : MINUS_INFINITY;
                    largest = fmaxf(largest, score);
                }
            }
            largest = row_max(largest);
            float shrink = largest == max[i] ? 1.0f : expf(max[i] - largest);
            max[i] = largest;
            sum[i] *= shrink;
            for (int n = 0; n < 2 * STEPS; n++) {
                y[n][2 * i] *= shrink;
                y[n][2 * i + 1] *= shrink;
            }
            #pragma unroll
            for (int n = 0; n < FORWARD_COLUMNS / 8; n++) {
                for (int j = 0; j < 2; j++) {
                    float& score = s[n][2 * i + j];
                    float p = score == MINUS_INFINITY ? 0.0f : expf(score - largest);
                    sum[i] += p;
                    score = p * options.dropout(head, query, key + 8 * n + lane % 4 * 2 + j);
                }
            }
        }
        accumulate(y, s, shared_v);
    }
    for (int i = 0; i < 2; i++) {
        int query = first + of_warp + lane / 4 + 8 * i;
        sum[i] = row_sum(sum[i]);
        if (lane % 4 == 0 && query < queries) {
            log_sum_exp[(long long) head * queries + query] = max[i] + logf(sum[i]);
        }
    }
    store(Vectors({out, out_batch, out_head, out_token}, head, heads, queries, head_dim),
          first + of_warp, y, 1.0f / sum[0], 1.0f / sum[1]);
}

// The vectors of all heads, (batch · heads, tokens, WIDTH), for gradients, which read each of them
// many times: one thread for each four values.
extern "C" __global__ void attention_pack(const float* x, long long x_batch, long long x_head,
                                          long long x_token, bf16* all, int tokens, int heads,
                                          int head_dim, long long n) {
    long long i = thread_index();
    if (i < n) {
        long long row = i / (WIDTH / 4);
        Vectors of_x({x, x_batch, x_head, x_token}, row / tokens, heads, tokens, head_dim);
        *(uint2*) (all + 4 * i) = rounded_four(of_x, row % tokens, i % (WIDTH / 4) * 4);
    }
}

// gq = scale · gS k, see attention.cu.
extern "C" __global__ void __launch_bounds__(128) attention_gradient_of_queries(
        const bf16* q, const bf16* k, const bf16* v, const bf16* g,
        float* gq, long long gq_batch, long long gq_head, long long gq_token,
        const float* log_sum_exp, const float* deltas,
        int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed) {
    __shared__ __align__(16) bf16 shared[2 * (BACKWARD_ROWS + BACKWARD_COLUMNS) * STRIDE];
    bf16* shared_q = shared;
    bf16* shared_g = shared_q + BACKWARD_ROWS * STRIDE;
    bf16* shared_k = shared_g + BACKWARD_ROWS * STRIDE;
    bf16* shared_v = shared_k + BACKWARD_COLUMNS * STRIDE;
    Options options = {queries, keys, heads, kv_heads, head_dim, scale, window, rate, kept, seed};
    int head = blockIdx.x % (batch * heads), kv_head = options.kv_head(head);
    int tile = gridDim.x / (batch * heads) - 1 - blockIdx.x / (batch * heads);   // longest first
    int first = tile * BACKWARD_ROWS, end = min(first + BACKWARD_ROWS, queries);
    int of_warp = threadIdx.x / 32 * 16, lane = threadIdx.x % 32;
    Packed of_k(k, kv_head, keys);
    Packed of_v(v, kv_head, keys);

    load(shared_q, Packed(q, head, queries), first, BACKWARD_ROWS);
    load(shared_g, Packed(g, head, queries), first, BACKWARD_ROWS);
    float total[2], delta[2];
    for (int i = 0; i < 2; i++) {
        int query = min(first + of_warp + lane / 4 + 8 * i, queries - 1);
        total[i] = log_sum_exp[(long long) head * queries + query];
        delta[i] = deltas[(long long) head * queries + query];
    }
    Results y;
    clear(y);
    int end_of_keys = options.end_of_keys(end - 1);
    int key = options.first_key(first) / BACKWARD_COLUMNS * BACKWARD_COLUMNS;
    for (; key < end_of_keys; key += BACKWARD_COLUMNS) {
        __syncthreads();
        load(shared_k, of_k, key, BACKWARD_COLUMNS);
        load(shared_v, of_v, key, BACKWARD_COLUMNS);
        __syncthreads();
        float s[BACKWARD_COLUMNS / 8][4], gp[BACKWARD_COLUMNS / 8][4];
        products(s, shared_q, of_warp, shared_k);
        products(gp, shared_g, of_warp, shared_v);
        #pragma unroll
        for (int n = 0; n < BACKWARD_COLUMNS / 8; n++) {
            for (int i = 0; i < 4; i++) {
                int query = first + of_warp + lane / 4 + i / 2 * 8;
                int at = key + 8 * n + lane % 4 * 2 + i % 2;
                float p = query < queries && options.sees(query, at)
                        ? expf(scale * s[n][i] - total[i / 2]) : 0.0f;
                s[n][i] = p * (gp[n][i] * options.dropout(head, query, at) - delta[i / 2]);
            }
        }
        accumulate(y, s, shared_k);
    }
    store(Vectors({gq, gq_batch, gq_head, gq_token}, head, heads, queries, head_dim),
          first + of_warp, y, scale, scale);
}

// gv = (P ⊙ D)ᵀ g and gk = scale · gSᵀ q, see attention.cu.
extern "C" __global__ void __launch_bounds__(128) attention_gradient_of_keys(
        const bf16* q, const bf16* k, const bf16* v, const bf16* g,
        float* gk, long long gk_batch, long long gk_head, long long gk_token,
        float* gv, long long gv_batch, long long gv_head, long long gv_token,
        const float* log_sum_exp, const float* deltas,
        int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed) {
    __shared__ __align__(16) bf16 shared[2 * (BACKWARD_ROWS + BACKWARD_COLUMNS) * STRIDE];
    bf16* shared_k = shared;
    bf16* shared_v = shared_k + BACKWARD_ROWS * STRIDE;
    bf16* shared_q = shared_v + BACKWARD_ROWS * STRIDE;
    bf16* shared_g = shared_q + BACKWARD_COLUMNS * STRIDE;
    __shared__ float totals[BACKWARD_COLUMNS], deltas_of[BACKWARD_COLUMNS];
    Options options = {queries, keys, heads, kv_heads, head_dim, scale, window, rate, kept, seed};
    int kv_head = blockIdx.x % (batch * kv_heads), group = heads / kv_heads;
    int first = blockIdx.x / (batch * kv_heads) * BACKWARD_ROWS;
    int of_warp = threadIdx.x / 32 * 16, lane = threadIdx.x % 32;

    load(shared_k, Packed(k, kv_head, keys), first, BACKWARD_ROWS);
    load(shared_v, Packed(v, kv_head, keys), first, BACKWARD_ROWS);
    int first_query = options.first_query(first);
    int end = options.end_of_queries(min(first + BACKWARD_ROWS, keys) - 1);
    Results of_gk, of_gv;
    clear(of_gk);
    clear(of_gv);
    for (int head = kv_head * group; head < (kv_head + 1) * group; head++) {
        Packed of_q(q, head, queries);
        Packed of_g(g, head, queries);
        int query = first_query / BACKWARD_COLUMNS * BACKWARD_COLUMNS;
        for (; query < end; query += BACKWARD_COLUMNS) {
            __syncthreads();
            load(shared_q, of_q, query, BACKWARD_COLUMNS);
            load(shared_g, of_g, query, BACKWARD_COLUMNS);
            if (threadIdx.x < BACKWARD_COLUMNS) {
                int of = min(query + (int) threadIdx.x, queries - 1);
                totals[threadIdx.x] = log_sum_exp[(long long) head * queries + of];
                deltas_of[threadIdx.x] = deltas[(long long) head * queries + of];
            }
            __syncthreads();
            float p[BACKWARD_COLUMNS / 8][4], s[BACKWARD_COLUMNS / 8][4];
            products(p, shared_k, of_warp, shared_q);
            products(s, shared_v, of_warp, shared_g);
            #pragma unroll
            for (int n = 0; n < BACKWARD_COLUMNS / 8; n++) {
                #pragma unroll
                for (int j = 0; j < 2; j++) {
                    int column = 8 * n + lane % 4 * 2 + j, of = query + column;
                    float total = totals[column], delta = deltas_of[column];
                    #pragma unroll
                    for (int i = j; i < 4; i += 2) {
                        int key = first + of_warp + lane / 4 + i / 2 * 8;
                        bool seen = of < queries && key < keys && options.sees(of, key);
                        float weight = seen ? expf(scale * p[n][i] - total) : 0.0f;
                        float dropout = options.dropout(head, of, key);
                        p[n][i] = weight * dropout;
                        s[n][i] = weight * (s[n][i] * dropout - delta);
                    }
                }
            }
            accumulate(of_gv, p, shared_g);
            accumulate(of_gk, s, shared_q);
        }
    }
    store(Vectors({gk, gk_batch, gk_head, gk_token}, kv_head, kv_heads, keys, head_dim),
          first + of_warp, of_gk, scale, scale);
    store(Vectors({gv, gv_batch, gv_head, gv_token}, kv_head, kv_heads, keys, head_dim),
          first + of_warp, of_gv, 1.0f, 1.0f);
}

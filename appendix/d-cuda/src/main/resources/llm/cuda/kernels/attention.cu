// Causal attention of many queries, forward and backward, without a matrix of all scores in memory.
// Source: Dao et al. (2022), FlashAttention, algorithms 1 and 4. Each result is the work of one
// block, so that sums have one order.
#include "attention_tiles.cuh"

// out = dropout(softmax(scale · q kᵀ)) v; one block for each tile of queries of each head. Softmax
// is made while keys come by: when a larger score comes, what was gathered so far shrinks.
extern "C" __global__ void __launch_bounds__(256) attention_forward(
        const float* q, long long q_batch, long long q_head, long long q_token,
        const float* k, long long k_batch, long long k_head, long long k_token,
        const float* v, long long v_batch, long long v_head, long long v_token,
        float* out, long long out_batch, long long out_head, long long out_token,
        float* log_sum_exp, int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed) {
    __shared__ Workspace shared;
    Options options = {queries, keys, heads, kv_heads, head_dim, scale, window, rate, kept, seed};
    int head = blockIdx.x % (batch * heads), kv_head = options.kv_head(head);
    int tile = gridDim.x / (batch * heads) - 1 - blockIdx.x / (batch * heads);   // longest first
    int row = threadIdx.x / SIDE, column = threadIdx.x % SIDE;
    Tile rows(tile * ROWS, queries, ROWS);
    Vectors of_q = vectors({q, q_batch, q_head, q_token}, head, heads, head_dim);
    Vectors of_k = vectors({k, k_batch, k_head, k_token}, kv_head, kv_heads, head_dim);
    Vectors of_v = vectors({v, v_batch, v_head, v_token}, kv_head, kv_heads, head_dim);

    Results y;
    clear(y);
    float max[ROWS_EACH], sum[ROWS_EACH];
    for (int i = 0; i < ROWS_EACH; i++) {
        max[i] = MINUS_INFINITY;
        sum[i] = 0.0f;
    }
    int end = options.end_of_keys(rows.first + rows.count - 1);
    for (int key = options.first_key(rows.first) / COLUMNS * COLUMNS; key < end; key += COLUMNS) {
        Tile columns(key, keys, COLUMNS);
        float s[ROWS_EACH][COLUMNS_EACH];
        products(s, shared, of_q, rows, of_k, columns);
        for (int i = 0; i < ROWS_EACH; i++) {
            int query = rows.first + row + SIDE * i;
            float largest = max[i];
            for (int j = 0; j < COLUMNS_EACH; j++) {
                bool seen = query < queries && options.sees(query, key + column + SIDE * j);
                s[i][j] = seen ? scale * s[i][j] : MINUS_INFINITY;
                largest = fmaxf(largest, s[i][j]);
            }
            largest = row_max(largest);
            float shrink = largest == max[i] ? 1.0f : expf(max[i] - largest);
            max[i] = largest;
            sum[i] *= shrink;
            for (int slice = 0; slice < SLICES; slice++) {
                for (int j = 0; j < SLICE_EACH; j++) {
                    y[i][slice][j] *= shrink;
                }
            }
            for (int j = 0; j < COLUMNS_EACH; j++) {
                float p = s[i][j] == MINUS_INFINITY ? 0.0f : expf(s[i][j] - largest);
                sum[i] += p;
                s[i][j] = p * options.dropout(head, query, key + column + SIDE * j);
            }
        }
        accumulate(y, shared, s, of_v, columns);
    }
    for (int i = 0; i < ROWS_EACH; i++) {
        sum[i] = row_sum(sum[i]);
        if (column == 0 && row + SIDE * i < rows.count) {
            log_sum_exp[(long long) head * queries + rows.first + row + SIDE * i] =
                    max[i] + logf(sum[i]);
        }
        sum[i] = 1.0f / sum[i];
    }
    store(vectors({out, out_batch, out_head, out_token}, head, heads, head_dim), rows, y, sum);
}

// gq = scale · gS k with gS = P ⊙ (g vᵀ ⊙ D - delta): one block for each tile of queries of a head.
extern "C" __global__ void __launch_bounds__(256) attention_gradient_of_queries(
        const float* q, long long q_batch, long long q_head, long long q_token,
        const float* k, long long k_batch, long long k_head, long long k_token,
        const float* v, long long v_batch, long long v_head, long long v_token,
        const float* g, long long g_batch, long long g_head, long long g_token,
        float* gq, long long gq_batch, long long gq_head, long long gq_token,
        const float* log_sum_exp, const float* deltas,
        int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed) {
    __shared__ Workspace shared;
    Options options = {queries, keys, heads, kv_heads, head_dim, scale, window, rate, kept, seed};
    int head = blockIdx.x % (batch * heads), kv_head = options.kv_head(head);
    int tile = gridDim.x / (batch * heads) - 1 - blockIdx.x / (batch * heads);   // longest first
    int row = threadIdx.x / SIDE, column = threadIdx.x % SIDE;
    Tile rows(tile * ROWS, queries, ROWS);
    Vectors of_q = vectors({q, q_batch, q_head, q_token}, head, heads, head_dim);
    Vectors of_k = vectors({k, k_batch, k_head, k_token}, kv_head, kv_heads, head_dim);
    Vectors of_v = vectors({v, v_batch, v_head, v_token}, kv_head, kv_heads, head_dim);
    Vectors of_g = vectors({g, g_batch, g_head, g_token}, head, heads, head_dim);

    float total[ROWS_EACH], delta[ROWS_EACH];
    for (int i = 0; i < ROWS_EACH; i++) {
        long long at = (long long) head * queries + min(rows.first + row + SIDE * i, queries - 1);
        total[i] = log_sum_exp[at];
        delta[i] = deltas[at];
    }
    Results y;
    clear(y);
    int end = options.end_of_keys(rows.first + rows.count - 1);
    for (int key = options.first_key(rows.first) / COLUMNS * COLUMNS; key < end; key += COLUMNS) {
        Tile columns(key, keys, COLUMNS);
        float s[ROWS_EACH][COLUMNS_EACH], gp[ROWS_EACH][COLUMNS_EACH];
        products(s, shared, of_q, rows, of_k, columns);
        products(gp, shared, of_g, rows, of_v, columns);
        for (int i = 0; i < ROWS_EACH; i++) {
            int query = rows.first + row + SIDE * i;
            for (int j = 0; j < COLUMNS_EACH; j++) {
                int at = key + column + SIDE * j;
                float p = query < queries && options.sees(query, at)
                        ? expf(scale * s[i][j] - total[i]) : 0.0f;
                s[i][j] = p * (gp[i][j] * options.dropout(head, query, at) - delta[i]);
            }
        }
        accumulate(y, shared, s, of_k, columns);
    }
    for (int i = 0; i < ROWS_EACH; i++) {
        total[i] = scale;
    }
    store(vectors({gq, gq_batch, gq_head, gq_token}, head, heads, head_dim), rows, y, total);
}

// gv = (P ⊙ D)ᵀ g and gk = scale · gSᵀ q: one block for each tile of keys of a key/value head. It
// takes all query heads that read them, one after another.
extern "C" __global__ void __launch_bounds__(256) attention_gradient_of_keys(
        const float* q, long long q_batch, long long q_head, long long q_token,
        const float* k, long long k_batch, long long k_head, long long k_token,
        const float* v, long long v_batch, long long v_head, long long v_token,
        const float* g, long long g_batch, long long g_head, long long g_token,
        float* gk, long long gk_batch, long long gk_head, long long gk_token,
        float* gv, long long gv_batch, long long gv_head, long long gv_token,
        const float* log_sum_exp, const float* deltas,
        int batch, int queries, int keys, int heads, int kv_heads, int head_dim,
        float scale, int window, float rate, float kept, long long seed) {
    __shared__ Workspace shared;
    Options options = {queries, keys, heads, kv_heads, head_dim, scale, window, rate, kept, seed};
    int kv_head = blockIdx.x % (batch * kv_heads), group = heads / kv_heads;
    int row = threadIdx.x / SIDE, column = threadIdx.x % SIDE;
    Tile rows(blockIdx.x / (batch * kv_heads) * ROWS, keys, ROWS);
    Vectors of_k = vectors({k, k_batch, k_head, k_token}, kv_head, kv_heads, head_dim);
    Vectors of_v = vectors({v, v_batch, v_head, v_token}, kv_head, kv_heads, head_dim);
    int first = options.first_query(rows.first);
    int end = options.end_of_queries(rows.first + rows.count - 1);

    Results of_gk, of_gv;
    clear(of_gk);
    clear(of_gv);
    for (int head = kv_head * group; head < (kv_head + 1) * group; head++) {
        Vectors of_q = vectors({q, q_batch, q_head, q_token}, head, heads, head_dim);
        Vectors of_g = vectors({g, g_batch, g_head, g_token}, head, heads, head_dim);
        for (int query = first / COLUMNS * COLUMNS; query < end; query += COLUMNS) {
            Tile columns(query, queries, COLUMNS);
            float p[ROWS_EACH][COLUMNS_EACH], s[ROWS_EACH][COLUMNS_EACH];
            products(p, shared, of_k, rows, of_q, columns);
            products(s, shared, of_v, rows, of_g, columns);
            for (int j = 0; j < COLUMNS_EACH; j++) {
                int of = query + column + SIDE * j;
                long long at = (long long) head * queries + min(of, queries - 1);
                float total = log_sum_exp[at], delta = deltas[at];
                for (int i = 0; i < ROWS_EACH; i++) {
                    int key = rows.first + row + SIDE * i;
                    bool seen = of < queries && key < keys && options.sees(of, key);
                    float weight = seen ? expf(scale * p[i][j] - total) : 0.0f;
                    float dropout = options.dropout(head, of, key);
                    p[i][j] = weight * dropout;
                    s[i][j] = weight * (s[i][j] * dropout - delta);
                }
            }
            accumulate(of_gv, shared, p, of_g, columns);
            __syncthreads();                 // the weights have been used
            accumulate(of_gk, shared, s, of_q, columns);
        }
    }
    float ones[ROWS_EACH], scales[ROWS_EACH];
    for (int i = 0; i < ROWS_EACH; i++) {
        ones[i] = 1.0f;
        scales[i] = scale;
    }
    store(vectors({gk, gk_batch, gk_head, gk_token}, kv_head, kv_heads, head_dim), rows, of_gk,
          scales);
    store(vectors({gv, gv_batch, gv_head, gv_token}, kv_head, kv_heads, head_dim), rows, of_gv,
          ones);
}

// What every gradient of attention needs.
#include "attention.cuh"

// deltas = g · out, (batch, heads, queries): one warp for each.
extern "C" __global__ void __launch_bounds__(256) attention_delta(
        const float* g, long long g_batch, long long g_head, long long g_token,
        const float* out, long long out_batch, long long out_head, long long out_token,
        float* deltas, int batch, int queries, int heads, int head_dim) {
    long long i = thread_index() / 32;
    if (i >= (long long) batch * heads * queries) {
        return;
    }
    int head = i / queries, query = i % queries;
    const float* a = Heads{g, g_batch, g_head, g_token}.of(head, heads) + query * g_token;
    const float* b = Heads{out, out_batch, out_head, out_token}.of(head, heads) + query * out_token;
    float sum = 0.0f;
    for (int d = threadIdx.x % 32; d < head_dim; d += 32) {
        sum += a[d] * b[d];
    }
    sum = warp_sum(sum);
    if (threadIdx.x % 32 == 0) {
        deltas[i] = sum;
    }
}

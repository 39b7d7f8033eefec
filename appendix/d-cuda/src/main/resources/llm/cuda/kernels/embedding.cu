// Tables read by index.
#include "common.cuh"

// y[i] = table[ids[i]], (rows, columns): one thread for each value of y
extern "C" __global__ void embed(const float* table, const int* ids, int columns, float* y,
                                 long long n) {
    long long at = thread_index();
    if (at < n) {
        y[at] = table[ids[at / columns] * (long long) columns + at % columns];
    }
}

// g_table[id] += Σ gy[i] over the places i where the id stands, in their order. `order` has all
// places sorted by their id, those of the k-th distinct one from starts[k] to starts[k + 1]: one row
// of blocks for each distinct id.
extern "C" __global__ void embed_backward(const float* gy, const int* ids, const int* order,
                                          const int* starts, int columns, float* g_table) {
    int column = blockIdx.y * blockDim.x + threadIdx.x;
    if (column >= columns) {
        return;
    }
    int from = starts[blockIdx.x];
    int to = starts[blockIdx.x + 1];
    long long at = ids[order[from]] * (long long) columns + column;
    float sum = g_table[at];
    for (int i = from; i < to; i++) {
        sum += gy[order[i] * (long long) columns + column];
    }
    g_table[at] = sum;
}

// y[i] = x[i, ids[i]]
extern "C" __global__ void gather(const float* x, const int* ids, int columns, float* y,
                                  long long n) {
    long long i = thread_index();
    if (i < n) {
        y[i] = x[i * columns + ids[i]];
    }
}

// gx[i, ids[i]] += gy[i]
extern "C" __global__ void gather_backward(const float* gy, const int* ids, int columns, float* gx,
                                           long long n) {
    long long i = thread_index();
    if (i < n) {
        gx[i * columns + ids[i]] += gy[i];
    }
}

// Reductions along the middle axis of (outer, n, inner).
#include "common.cuh"

// partial[o, c, i] = Σ x[o, j, i] over the c-th `length` neighbours j: one thread for each (o, c, i)
extern "C" __global__ void sum_columns(const float* x, int n, int inner, int length, int chunks,
                                       float* partial, long long count, int add) {
    long long at = thread_index();
    if (at >= count) {
        return;
    }
    long long i = at % inner;
    long long o = at / inner / chunks;
    int from = (int) (at / inner % chunks) * length;
    int to = min(from + length, n);
    float sum = 0.0f;
    for (int j = from; j < to; j++) {
        sum += x[(o * n + j) * inner + i];
    }
    put(partial, at, sum, add);
}

// The same where inner is 1: one block for each (o, c)
extern "C" __global__ void sum_row(const float* x, int n, int length, int chunks, float* partial,
                                   int add) {
    x += (long long) (blockIdx.x / chunks) * n;
    int from = (int) (blockIdx.x % chunks) * length;
    int to = min(from + length, n);
    float sum = 0.0f;
    for (int j = from + threadIdx.x; j < to; j += blockDim.x) {
        sum += x[j];
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        put(partial, blockIdx.x, sum, add);
    }
}

// y[o, i] = max over j of x[o, j, i], and the first j where it was
extern "C" __global__ void max_columns(const float* x, int n, int inner, float* y, int* position,
                                       long long count) {
    long long at = thread_index();
    if (at >= count) {
        return;
    }
    x += at / inner * n * inner + at % inner;
    int best = 0;
    for (int j = 1; j < n; j++) {
        best = x[(long long) j * inner] > x[(long long) best * inner] ? j : best;
    }
    y[at] = x[(long long) best * inner];
    position[at] = best;
}

// gx[o, position, i] = gy[o, i], 0 elsewhere
extern "C" __global__ void max_backward(const float* gy, const int* position, int n, int inner,
                                        float* gx, int add, long long count) {
    long long at = thread_index();
    if (at >= count) {
        return;
    }
    long long from = at / ((long long) n * inner) * inner + at % inner;
    bool here = position[from] == at / inner % n;
    put(gx, at, here ? gy[from] : 0.0f, add);
}

// Sums of squares of `length` neighbours, in double precision: one block for each
extern "C" __global__ void sum_of_squares(const float* x, long long n, int length, double* partial) {
    __shared__ double sums[256];
    long long from = blockIdx.x * (long long) length;
    long long to = from + length < n ? from + length : n;
    double sum = 0.0;
    for (long long i = from + threadIdx.x; i < to; i += blockDim.x) {
        sum += (double) x[i] * x[i];
    }
    sums[threadIdx.x] = sum;
    for (int half = blockDim.x / 2; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sums[0];
    }
}

// Kernels that try what the twin must do as a GPU does, and what it must refuse.
#include "common.cuh"

// sums[block] = sum of x over the block's threads
extern "C" __global__ void sum_by_halves(const float* x, float* sums) {
    __shared__ float part[256];
    part[threadIdx.x] = x[thread_index()];
    __syncthreads();
    for (int half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            part[threadIdx.x] += part[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = part[0];
    }
}

// The same, and the largest value, by the helpers of all kernels.
extern "C" __global__ void sum_and_max(const float* x, float* sums, float* maxima) {
    float sum = block_sum(x[thread_index()]);
    float max = block_max(x[thread_index()]);
    if (threadIdx.x == blockDim.x - 1) {
        sums[blockIdx.x] = sum;
        maxima[blockIdx.x] = max;
    }
}

// Each kind of shuffle, of each kind of value: y is (4, threads).
extern "C" __global__ void shuffle(const int* x, double* y) {
    int i = threadIdx.x, n = blockDim.x;
    y[i] = __shfl_sync(0xFFFFFFFFu, (long long) x[i] << 33, 5) >> 33;
    y[n + i] = __shfl_xor_sync(0xFFFFFFFFu, (double) x[i], 3);
    y[2 * n + i] = __shfl_down_sync(0xFFFFFFFFu, (float) x[i], 4);
    y[3 * n + i] = __shfl_sync(0xFFFFFFFFu, (unsigned) x[i], 2, 8);
}

// Half a warp exchanges values more often than the other.
extern "C" __global__ void shuffle_in_halves(int* y) {
    int x = threadIdx.x;
    if (threadIdx.x % 32 < 16) {
        x = __shfl_xor_sync(0x0000FFFFu, x, 1);
        x = __shfl_xor_sync(0x0000FFFFu, x, 2);
    } else {
        x = __shfl_xor_sync(0xFFFF0000u, x, 15);
    }
    y[threadIdx.x] = __shfl_xor_sync(0xFFFFFFFFu, x, 16);
}

// y(row, column) of the grid = 1000 row + column
extern "C" __global__ void number(int* y, int width) {
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column >= width) {
        return;
    }
    y[blockIdx.y * width + column] = 1000 * blockIdx.y + column + (gridDim.y - gridDim.y);
}

// Threads from `n` on return before the barrier; the others go on without them.
extern "C" __global__ void return_early(int* y, int n) {
    __shared__ int last;
    if (threadIdx.x >= n) {
        return;
    }
    last = threadIdx.x;
    __syncthreads();
    y[threadIdx.x] = last;
}

extern "C" __global__ void take_all_types(int* y, int a, long long b, unsigned long long c, float d,
                                          double e, const bf16* f) {
    y[0] = a == -7 && b == -1234567890123LL && c == 9876543210ULL && d == 0.1f && e == 0.1
            && f[1] == 0x3F80;
}

// y = bfloat16 nearest to x; z = y as a float
extern "C" __global__ void round_to_bf16(const float* x, bf16* y, float* z) {
    y[threadIdx.x] = rounded(x[threadIdx.x]);
    z[threadIdx.x] = widened(y[threadIdx.x]);
}

// Only an odd thread comes to the barrier of the block; the others stay in another one.
extern "C" __global__ void diverge(int* y) {
    if (threadIdx.x % 2 == 1) {
        __syncthreads();
    } else {
        __syncwarp();
    }
    y[threadIdx.x] = 1;
}

extern "C" __global__ void meet_elsewhere(int* y) {
    if (threadIdx.x < 32) {
        y[threadIdx.x] = 1;
        __syncthreads();
    } else {
        y[threadIdx.x] = 2;
        __syncthreads();
    }
}

extern "C" __global__ void take_from_nobody(int* y) {
    if (threadIdx.x == 9) {
        return;
    }
    y[threadIdx.x] = __shfl_sync(0xFFFFFFFFu, 1, 9);
}

// Thread 3 of the last block writes to y[at].
extern "C" __global__ void write(float* y, long long at) {
    if (blockIdx.x == gridDim.x - 1 && threadIdx.x == 3) {
        y[at] = 1;
    }
}

extern "C" __global__ void read_unwritten(float* y) {
    __shared__ float never[32];
    __syncthreads();
    y[threadIdx.x] = never[threadIdx.x];
    never[threadIdx.x] = 3;
}

// Uses more stack for each level.
__device__ int sink(const int* x, int depth) {
    volatile int room[1024];
    room[depth % 1024] = x[0];
    return depth == 0 ? room[0] : sink(x, depth - 1) + room[depth % 1024];
}

extern "C" __global__ void recurse(int* y, int depth) {
    y[1] = sink(y, depth);
}

// Copies between contiguous memory and a view of four axes, the outermost of any extent:
// entry (i0, i1, i2, i3) is the value at offset + i0·s0 + i1·s1 + i2·s2 + i3·s3.
#include "common.cuh"

__device__ inline long long place(long long i, int n1, int n2, int n3, long long s0, long long s1,
                                  long long s2, long long s3) {
    long long at = i % n3 * s3;
    i /= n3;
    at += i % n2 * s2;
    i /= n2;
    return at + i % n1 * s1 + i / n1 * s0;
}

// y = view of x
extern "C" __global__ void gather_view(const float* x, long long offset, int n1, int n2, int n3,
                                       long long s0, long long s1, long long s2, long long s3,
                                       float* y, long long n, int add) {
    long long i = thread_index();
    if (i < n) {
        put(y, i, x[offset + place(i, n1, n2, n3, s0, s1, s2, s3)], add);
    }
}

// view of y = x
extern "C" __global__ void scatter_view(const float* x, float* y, long long offset, int n1, int n2,
                                        int n3, long long s0, long long s1, long long s2,
                                        long long s3, long long n, int add) {
    long long i = thread_index();
    if (i < n) {
        put(y, offset + place(i, n1, n2, n3, s0, s1, s2, s3), x[i], add);
    }
}

// Contiguous values, and the view where they go.
struct Part {
    const float* x;
    float* y;                                // the view's first value
    long long n1, n2, n3, s0, s1, s2, s3, n;
};

// Many views at once: a row of blocks for each.
extern "C" __global__ void scatter_parts(const Part* parts) {
    Part part = parts[blockIdx.y];
    long long i = thread_index();
    if (i < part.n) {
        part.y[place(i, (int) part.n1, (int) part.n2, (int) part.n3, part.s0, part.s1, part.s2,
                     part.s3)] = part.x[i];
    }
}

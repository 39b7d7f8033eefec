// Tensor cores multiply small matrices of bfloat16 that the 32 threads of a warp hold together, and
// sum in float32. With g = lane / 4 and t = lane % 4, a thread holds, two in a register,
//   of a, (16, 16): (g, 2t), (g + 8, 2t), (g, 2t + 8), (g + 8, 2t + 8), and what is right of each
//   of b, (16, 8):  (2t, g), (2t + 8, g), each with the value below
//   of c, (16, 8):  (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1), in float32.
// Source: PTX ISA, "Warp Level Matrix Instructions". They need a GPU of compute capability 8.0; the
// twin has functions of the same names.
#include "common.cuh"

#ifndef TWIN

// Two values as neighbours.
__device__ inline unsigned packed(float low, float high) {
    unsigned both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
    return both;
}

// c += a · b
__device__ inline void multiply_add(float c[4], const unsigned a[4], unsigned b0, unsigned b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
        "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

__device__ inline unsigned shared_address(const bf16* at) {
    return (unsigned) __cvta_generic_to_shared(at);
}

// Four matrices (8, 8) from shared memory: lane i names row i % 8 of matrix i / 8, at 16 bytes; of
// each matrix it gets (g, 2t) and its right neighbour.
__device__ inline void load_matrices(unsigned to[4], const bf16* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
        : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(shared_address(row)) : "memory");
}

// The same of their transposes: of each matrix (2t, g) and the value below.
__device__ inline void load_transposed(unsigned to[4], const bf16* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
        : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(shared_address(row)) : "memory");
}

#endif

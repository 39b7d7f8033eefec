// A cuBLASLt for tests that really multiplies, value by value, as its descriptors say, in host
// memory that stands for the device's. Written from cublasLt.h's declarations and enumerations.
#include "fake.h"
#include <math.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHECKED(name) { int status = fake_called(name); if (status) return status; }

enum { NOT_SUPPORTED = 15, INVALID_VALUE = 7 };

typedef struct {
    int compute, transposed_a, transposed_b, epilogue;
    float* bias;
    float* aux;
    int64_t aux_stride;
} descriptor;

typedef struct { int type, batch; uint64_t rows, columns; int64_t stride, batch_stride; } layout;

typedef struct { uint64_t workspace; uint32_t alignment[4]; } preference;

static int chosen, compute_type;
static uint32_t alignments[4];

int fake_choices(void) { return chosen; }                   // how often an algorithm was chosen
int fake_compute_type(void) { return compute_type; }        // of the last product
int fake_alignment(int of) { return (int) alignments[of]; } // of a, b, c, d at the last choice

const char* cublasLtGetStatusString(int status) {
    return status == 14 ? "an internal operation failed" : "a fake error";
}

size_t cublasLtGetVersion(void) { return 120902; }

int cublasLtCreate(void** handle) {
    CHECKED("cublasLtCreate");
    chosen = 0;
    fake_count(1);
    *handle = &chosen;
    return 0;
}

int cublasLtDestroy(void* handle) { CHECKED("cublasLtDestroy"); fake_count(-1); return 0; }

int cublasLtMatmulDescCreate(descriptor** out, int compute, int scale) {
    CHECKED("cublasLtMatmulDescCreate");
    if (scale != 0) return NOT_SUPPORTED;                   // CUDA_R_32F
    *out = calloc(1, sizeof **out);
    (*out)->compute = compute;
    (*out)->epilogue = 1;                                   // CUBLASLT_EPILOGUE_DEFAULT
    fake_count(1);
    return 0;
}

#define SET(field) { \
    if (bytes != sizeof field) return INVALID_VALUE; \
    memcpy(&field, value, bytes); \
    return 0; \
}

int cublasLtMatmulDescSetAttribute(descriptor* d, int attribute, const void* value, size_t bytes) {
    CHECKED("cublasLtMatmulDescSetAttribute");
    switch (attribute) {
        case 3: SET(d->transposed_a);                       // TRANSA
        case 4: SET(d->transposed_b);                       // TRANSB
        case 7: SET(d->epilogue);                           // EPILOGUE
        case 8: SET(d->bias);                               // BIAS_POINTER
        case 11: SET(d->aux);                               // EPILOGUE_AUX_POINTER
        case 12:                                            // EPILOGUE_AUX_LD
            if (*(const int64_t*) value % 8) return INVALID_VALUE;
            SET(d->aux_stride);
        default: return INVALID_VALUE;
    }
}

int cublasLtMatmulDescDestroy(descriptor* d) {
    CHECKED("cublasLtMatmulDescDestroy");
    fake_count(-1);
    free(d);
    return 0;
}

int cublasLtMatrixLayoutCreate(layout** out, int type, uint64_t rows, uint64_t columns,
                               int64_t stride) {
    CHECKED("cublasLtMatrixLayoutCreate");
    if (stride < (int64_t) rows) return INVALID_VALUE;
    *out = malloc(sizeof **out);
    **out = (layout) { type, 1, rows, columns, stride, 0 };
    fake_count(1);
    return 0;
}

int cublasLtMatrixLayoutSetAttribute(layout* l, int attribute, const void* value, size_t bytes) {
    CHECKED("cublasLtMatrixLayoutSetAttribute");
    switch (attribute) {
        case 5: SET(l->batch);                              // BATCH_COUNT
        case 6: SET(l->batch_stride);                       // STRIDED_BATCH_OFFSET
        default: return INVALID_VALUE;
    }
}

int cublasLtMatrixLayoutDestroy(layout* l) {
    CHECKED("cublasLtMatrixLayoutDestroy");
    fake_count(-1);
    free(l);
    return 0;
}

int cublasLtMatmulPreferenceCreate(preference** out) {
    CHECKED("cublasLtMatmulPreferenceCreate");
    *out = calloc(1, sizeof **out);
    fake_count(1);
    return 0;
}

int cublasLtMatmulPreferenceSetAttribute(preference* p, int attribute, const void* value,
                                         size_t bytes) {
    CHECKED("cublasLtMatmulPreferenceSetAttribute");
    switch (attribute) {
        case 1: SET(p->workspace);                          // MAX_WORKSPACE_BYTES
        case 5: SET(p->alignment[0]);                       // MIN_ALIGNMENT_A_BYTES …
        case 6: SET(p->alignment[1]);
        case 7: SET(p->alignment[2]);
        case 8: SET(p->alignment[3]);
        default: return INVALID_VALUE;
    }
}

int cublasLtMatmulPreferenceDestroy(preference* p) {
    CHECKED("cublasLtMatmulPreferenceDestroy");
    fake_count(-1);
    free(p);
    return 0;
}

static uint64_t rows_of(const layout* l, int transposed) {
    return transposed ? l->columns : l->rows;
}

static uint64_t columns_of(const layout* l, int transposed) { return rows_of(l, !transposed); }

typedef struct { uint64_t algorithm[8]; size_t workspace; int state; float waves; int reserved[4]; }
    choice;

int cublasLtMatmulAlgoGetHeuristic(void* handle, descriptor* d, layout* a, layout* b, layout* c,
                                   layout* result, preference* p, int wanted, choice* out,
                                   int* found) {
    CHECKED("cublasLtMatmulAlgoGetHeuristic");
    *found = 0;
    if (rows_of(a, d->transposed_a) != result->rows
            || columns_of(b, d->transposed_b) != result->columns
            || columns_of(a, d->transposed_a) != rows_of(b, d->transposed_b) || a->type != b->type
            || result->type != 0 || (d->epilogue & 128 && !d->aux_stride)) {
        return NOT_SUPPORTED;
    }
    memset(out, 0, sizeof *out);
    out->algorithm[7] = 0xA160;
    out->state = fake_called("state");
    memcpy(alignments, p->alignment, sizeof alignments);
    chosen++;
    *found = 1;
    return 0;
}

static float value_of(const void* matrix, const layout* l, int transposed, int batch, uint64_t row,
                      uint64_t column) {
    uint64_t stored_row = transposed ? column : row, stored_column = transposed ? row : column;
    int64_t at = batch * l->batch_stride + (int64_t) stored_column * l->stride
            + (int64_t) stored_row;
    if (l->type == 0) return ((const float*) matrix)[at];   // CUDA_R_32F
    uint32_t bits = (uint32_t) ((const uint16_t*) matrix)[at] << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;                                           // CUDA_R_16BF
}

typedef struct {
    descriptor d;
    float alpha, beta;
    const void* a; layout of_a;
    const void* b; layout of_b;
    float* c; layout of_c;
} product;

static float after(const product* p, uint64_t row, uint64_t column, float value) {
    if (p->d.epilogue & 4) value += p->d.bias[row];
    if (p->d.epilogue & 128) p->d.aux[(int64_t) column * p->d.aux_stride + (int64_t) row] = value;
    if (p->d.epilogue & 32) {
        float inner = 0.7978845608f * (value + 0.044715f * value * value * value);
        value *= 0.5f * (1 + tanhf(inner));
    }
    return value;
}

static void multiply(void* data) {
    product* p = data;
    uint64_t inner = columns_of(&p->of_a, p->d.transposed_a);
    for (int batch = 0; batch < p->of_c.batch; batch++) {
        for (uint64_t row = 0; row < p->of_c.rows; row++) {
            for (uint64_t column = 0; column < p->of_c.columns; column++) {
                double sum = 0;
                for (uint64_t i = 0; i < inner; i++) {
                    sum += (double) value_of(p->a, &p->of_a, p->d.transposed_a, batch, row, i)
                            * value_of(p->b, &p->of_b, p->d.transposed_b, batch, i, column);
                }
                float* c = p->c + batch * p->of_c.batch_stride
                        + (int64_t) column * p->of_c.stride + (int64_t) row;
                float kept = p->beta == 0 ? 0 : p->beta * *c;
                *c = after(p, row, column, p->alpha * (float) sum + kept);
            }
        }
    }
}

int cublasLtMatmul(void* handle, descriptor* d, const float* alpha, const void* a, layout* of_a,
                   const void* b, layout* of_b, const float* beta, const void* c, layout* of_c,
                   void* result, layout* of_result, const uint64_t* algorithm, void* workspace,
                   size_t workspace_bytes, void* stream) {
    CHECKED("cublasLtMatmul");
    if (algorithm[7] != 0xA160 || c != result || (workspace == NULL) != (workspace_bytes == 0)) {
        return INVALID_VALUE;
    }
    compute_type = d->compute;
    product p = { *d, *alpha, *beta, a, *of_a, b, *of_b, result, *of_result };
    fake_enqueue(multiply, &p, sizeof p);
    return 0;
}

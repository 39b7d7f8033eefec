// An NVRTC for tests: its machine code is the architecture and the source, its only error #error.
// Written from nvrtc.h's declarations.
#include "fake.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECKED(name) { int status = fake_called(name); if (status) return status; }

typedef struct { char* source; char* name; char* cubin; char log[256]; } program;

static char options_text[512];

// The options of the last compilation, separated by spaces.
const char* fake_options(void) { return options_text; }

const char* nvrtcGetErrorString(int result) {
    return result == 11 ? "NVRTC_ERROR_INTERNAL_ERROR" : "?";
}

int nvrtcVersion(int* major, int* minor) {
    CHECKED("nvrtcVersion");
    *major = 12;
    *minor = 9;
    return 0;
}

static const int known[] = { 75, 80, 86, 89, 90, 100 };

int nvrtcGetNumSupportedArchs(int* count) {
    CHECKED("nvrtcGetNumSupportedArchs");
    *count = sizeof known / sizeof known[0];
    return 0;
}

int nvrtcGetSupportedArchs(int* out) {
    CHECKED("nvrtcGetSupportedArchs");
    memcpy(out, known, sizeof known);
    return 0;
}

int nvrtcCreateProgram(program** out, const char* source, const char* name, int headers,
                       const char* const* texts, const char* const* names) {
    CHECKED("nvrtcCreateProgram");
    if (headers != 1 || strcmp(names[0], "common.cuh")) return 3;
    if (!strstr(texts[0], "#pragma once")) return 3;        // NVRTC_ERROR_INVALID_INPUT
    program* p = calloc(1, sizeof *p);
    p->source = strdup(source);
    p->name = strdup(name);
    fake_count(1);
    *out = p;
    return 0;
}

int nvrtcCompileProgram(program* p, int count, const char* const* options) {
    CHECKED("nvrtcCompileProgram");
    options_text[0] = 0;
    for (int i = 0; i < count; i++) strcat(strcat(options_text, options[i]), " ");
    char* error = strstr(p->source, "#error");
    if (error) {
        snprintf(p->log, sizeof p->log, "%s(1): error: %.40s", p->name, error);
        return 6;                                           // NVRTC_ERROR_COMPILATION
    }
    const char* architecture = strstr(options_text, "sm_");
    if (!architecture) return 5;                            // NVRTC_ERROR_INVALID_OPTION
    p->cubin = malloc(strlen(p->source) + 32);
    sprintf(p->cubin, "FAKE sm_%d\n%s", atoi(architecture + 3), p->source);
    return 0;
}

int nvrtcGetProgramLogSize(program* p, size_t* bytes) {
    CHECKED("nvrtcGetProgramLogSize");
    *bytes = strlen(p->log) + 1;
    return 0;
}

int nvrtcGetProgramLog(program* p, char* log) {
    CHECKED("nvrtcGetProgramLog");
    strcpy(log, p->log);
    return 0;
}

int nvrtcGetCUBINSize(program* p, size_t* bytes) {
    CHECKED("nvrtcGetCUBINSize");
    *bytes = strlen(p->cubin) + 1;
    return 0;
}

int nvrtcGetCUBIN(program* p, char* cubin) {
    CHECKED("nvrtcGetCUBIN");
    strcpy(cubin, p->cubin);
    return 0;
}

int nvrtcDestroyProgram(program** p) {
    CHECKED("nvrtcDestroyProgram");
    free((*p)->source);
    free((*p)->name);
    free((*p)->cubin);
    free(*p);
    *p = NULL;
    fake_count(-1);
    return 0;
}

#!/usr/bin/env bash
# Does all that needs a GPU, in parts, within ten minutes. Made to run from pack.sh's archive.
#
#   ./run.sh OUTDIR
#
# Writes a log of each part and results.txt, one fact a line: PART.FACT VALUE. A part that fails or
# takes too long does not stop the others; the exit code is 1 if one did.
#
# DEVICE=cuda:twin SCALE=tiny tries the script where there is no GPU; STRETCH=5 makes all limits
# five times as long, for a busy machine. PYTHON names a Python with PyTorch.
set -u
unset CDPATH

STRETCH=${STRETCH:-1}
TOTAL_SECONDS=$((585 * STRETCH))
DEVICE=${DEVICE:-cuda}
SCALE=${SCALE:-full}
PYTHON=${PYTHON:-python3}
# Nats between losses of one step on two devices.
LOSS_TOLERANCE=0.01

[ $# -eq 1 ] || { echo "Usage: run.sh OUTDIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/cache" "$1/target" && out=$(cd "$1" && pwd) || exit 2
cd "$out" || exit 2 # tests write below target
failed=0
: > results.txt

# -- Parts and facts

fact() { printf '%s\n' "$*" | tee -a results.txt; }

# Notes that something is not as it must be.
fault() { failed=1; fact "$1" "FAILED: $2"; }

# Runs a command for at most so many seconds, within what is left of all: NAME SECONDS COMMAND...
attempt() {
    local name=$1 limit=$(($2 * STRETCH)) left=$((TOTAL_SECONDS - SECONDS)) began=$SECONDS status
    shift 2
    [ "$limit" -lt "$left" ] || limit=$left
    if [ "$limit" -lt 5 ]; then
        fact "$name.status" "not run, no time was left"
        return 1
    fi
    timeout -k 5 "$limit" "$@" > "$name.log" 2> "$name.err"
    status=$?
    fact "$name.seconds" $((SECONDS - began))
    case $status in
        0) fact "$name.status" ok ;;
        124 | 137) fact "$name.status" "timed out after $limit s" ;;
        *)
            fact "$name.status" "exit code $status:" \
                "$(grep -v -e WARNING -e '^Help:' "$name.err" | tail -n 1)"
            ;;
    esac
    return $status
}

# An attempt that must succeed.
part() { attempt "$@" || { failed=1; return 1; }; }

# The first number called $2 in the JSON of part $1.
number() { grep -o "\"$2\" *: *[-+0-9.eE]*" "$1.log" | head -n 1 | sed 's/.*: *//'; }

# Facts out of the JSON of a part: NAME FIELD...
numbers() {
    local name=$1 field
    shift
    for field in "$@"; do
        fact "$name.$field" "$(number "$name" "$field")"
    done
}

# -- What is run

lib="$here/kernels:$here/lib/*"
java=("$here/runtime/bin/java" "@$here/java.args" "-Dllm.cache=$out/cache"
    "-Djava.io.tmpdir=$out/cache")
llm=("${java[@]}" -cp "$lib" llm.tools.Llm)
junit=("${java[@]}" "-Dllm.device=$DEVICE"
    -cp "$here/tests/ch01:$here/tests/d-cuda:$lib:$here/tests/*"
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors
    --details=tree --fail-if-no-tests)
# Tests that ask ND4J, which is not here.
without_nd4j=(--exclude-classname '.*\.(Broadcast|Matmul|Muon)Test(\$.*)?')

# Where a PyTorch that was installed by pip has NVRTC and cuBLASLt: the backend looks there, too.
if [ -z "${VIRTUAL_ENV:-}" ] && command -v "$PYTHON" > /dev/null; then
    VIRTUAL_ENV=$("$PYTHON" -c 'import sys; print(sys.prefix)')
    export VIRTUAL_ENV
fi

if [ "$SCALE" = tiny ]; then
    sizes=(--layers 1 --heads 2 --width 16 --vocab 300)
    context=16 batches='2 3' steps=4 warmup=1 tokens=4 texts=3
    training=(--steps 3 --batch 2 --context 16 --vocab-size 300)
    contract=(--select-class llm.tensor.SoftmaxTest)
    attention=(--select-class llm.cuda.CudaPrecisionTest)
else
    sizes=(--layers 12 --heads 12 --width 768 --vocab 50304)
    context=1024 batches='16 64' steps=20 warmup=10 tokens=64 texts=16
    training=(--steps 100)
    contract=(--scan-classpath "$here/tests/ch01" --include-classname '.*Test')
    attention=(--select-class llm.cuda.CudaPrecisionTest
        --select-class llm.cuda.CudaAttentionTest --select-class llm.cuda.driver.RealGpuTest)
fi

# How many tests passed, failed, met no condition of theirs, and were skipped: NAME
test_counts() {
    local kind
    for kind in successful failed aborted skipped; do
        fact "$1.$kind" "$(sed -n "s/^\[ *\([0-9]*\) tests $kind.*/\1/p" "$1.log")"
    done
}

# -- The most memory of the GPU in use, all programs together, polled

start_watch() {
    command -v nvidia-smi > /dev/null || return 0
    nvidia-smi -i 0 --query-gpu=memory.used --format=csv,noheader,nounits -lms 200 \
        > memory.txt 2> /dev/null &
    watch=$!
}

# NAME
end_watch() {
    [ -n "${watch:-}" ] || { fact "$1.peakGpuMiB" "unknown, no nvidia-smi"; return; }
    kill "$watch" && wait "$watch" 2> /dev/null
    watch=
    fact "$1.peakGpuMiB" "$(sort -n memory.txt | tail -n 1)"
}

# -- 1. What there is, and how long the kernels take to compile

part devices 30 "${llm[@]}" devices && cat devices.log
gpu_mib=0
if command -v nvidia-smi > /dev/null; then
    fact devices.gpu "$(nvidia-smi -i 0 --format=csv,noheader \
        --query-gpu=name,driver_version,memory.total,power.limit,clocks.max.sm)"
    gpu_mib=$(nvidia-smi -i 0 --query-gpu=memory.total --format=csv,noheader,nounits |
        grep -x '[0-9][0-9]*')
    gpu_mib=${gpu_mib:-0}
fi
# All sources for this GPU, into the cache of the parts that follow.
if [ "$DEVICE" = cuda:twin ]; then
    fact compile.status "not run on $DEVICE"
else
    part compile 90 "${junit[@]}" --select-class llm.cuda.driver.LoadedKernelsTest
    test_counts compile
fi

# -- 2. Fixtures, chapter 1's contract, BF16 and TF32 beside float32

part contract 100 "${junit[@]}" "${contract[@]}" "${without_nd4j[@]}"
test_counts contract
part products 60 "${junit[@]}" "${attention[@]}"
test_counts products

# -- 3. A training twice, and on the CPU

# NAME DEVICE: its log is what counts; charts need fonts, which may not be there.
train() {
    rm -rf "$1"
    attempt "$1" 60 "${llm[@]}" pretrain --data "$here/tales.txt" --out "$1" \
        --preset tiny-gpt2 --seed 7 "${training[@]}" --save-every "${training[1]}" \
        --device "$2" --quiet
    cat "$1/log.csv" "$1"/checkpoints/step-*/log.csv 2> /dev/null |
        awk -F, -v most="${training[1]}" '/^[0-9]/ && $1 <= most && !seen[$1]++' > "$1.csv"
    [ "$(wc -l < "$1.csv")" -eq "${training[1]}" ] ||
        fault "$1.log" "must have ${training[1]} steps, has $(wc -l < "$1.csv")"
}

# Everything but the speed, which is in the last column.
without_speed() { cut -d, -f1-6 "$1.csv"; }

train repeat-a "$DEVICE"
train repeat-b "$DEVICE"
train repeat-cpu cpu
if [ -s repeat-a.csv ] && [ "$(without_speed repeat-a)" = "$(without_speed repeat-b)" ] &&
    cmp -s repeat-a/model.safetensors repeat-b/model.safetensors; then
    fact repeat.bitwise "equal: losses, norms and weights after ${training[1]} steps"
else
    fault repeat.bitwise "losses, norms or weights of two runs differ"
fi
if [ -s repeat-a.csv ] && [ -s repeat-cpu.csv ]; then
    difference=$(paste -d, repeat-a.csv repeat-cpu.csv | awk -F, '
        { d = $4 - $11; if (d < 0) d = -d; if (d > most) most = d } END { print most + 0 }')
    fact repeat.cpu_difference "$difference nats at most"
    awk -v d="$difference" -v t=$LOSS_TOLERANCE 'BEGIN { exit !(d <= t) }' ||
        fault repeat.cpu "losses must differ by at most $LOSS_TOLERANCE nats, got $difference"
fi

# -- 4. Speed of training and generating

# Sets `saving` for a batch whose step, as counted, does not fit: activations are computed twice.
choose_saving() {
    local bytes
    saving=()
    part "plan-$1" 30 "${llm[@]}" plan --config gpt2.json --batch "$1" --context 1024 --json ||
        return
    bytes=$(number "plan-$1" total)
    fact "plan-$1.MiB" $((bytes >> 20))
    if [ "$gpu_mib" -gt 0 ] && [ $((bytes >> 20)) -gt $((gpu_mib * 9 / 10)) ]; then
        saving=(--recompute-activations)
    fi
    fact "plan-$1.decision" "${saving[0]:-keeps activations}, of $gpu_mib MiB (0: unknown)"
}

echo '{"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 50304,
    "n_positions": 1024, "n_embd": 768, "n_layer": 12, "n_head": 12}' > gpt2.json
for batch in $batches; do
    choose_saving "$batch"
    start_watch
    part "train-$batch" 60 "${llm[@]}" bench train "${sizes[@]}" --batch "$batch" \
        --context $context --steps "$steps" --warmup "$warmup" --device "$DEVICE" \
        --precision bf16 --json --quiet ${saving[@]+"${saving[@]}"} &&
        numbers "train-$batch" tokensPerSecond msPerStep drift
    end_watch "train-$batch"
done

part decode-1 30 "${llm[@]}" bench decode "${sizes[@]}" --context 32 --steps "$tokens" \
    --warmup 3 --dtype bf16 --device "$DEVICE" --precision bf16 --json --quiet &&
    numbers decode-1 tokensPerSecond msPerStep readGbPerSecond bandwidthLimitGBPerSecond
# Prompts of their own come second in the list.
part "decode-$texts" 40 "${llm[@]}" bench session "${sizes[@]}" --texts "$texts" --context 32 \
    --steps "$tokens" --rounds 2 --dtype bf16 --device "$DEVICE" --precision bf16 --json --quiet &&
    fact "decode-$texts.tokensPerSecond" "$(grep -o '"tokensPerSecond":[0-9.eE]*' \
        "decode-$texts.log" | sed -n '2s/.*://p')"

# -- 5. NVIDIA's checker

sanitizer=$(command -v compute-sanitizer)
for file in /usr/local/cuda*/bin/compute-sanitizer \
    /usr/local/cuda*/compute-sanitizer/compute-sanitizer; do
    [ -n "$sanitizer" ] || [ ! -x "$file" ] || sanitizer=$file
done
if [ -z "$sanitizer" ] || [ "$DEVICE" = cuda:twin ]; then
    fact sanitizer.status "not run, ${sanitizer:-no compute-sanitizer} on $DEVICE"
else
    for tool in memcheck racecheck; do
        part "sanitizer-$tool" 60 "$sanitizer" --tool "$tool" --error-exitcode 9 \
            --target-processes all "${junit[@]}" --select-class llm.tensor.op.OpsFixtureTest
        fact "sanitizer-$tool.summary" "$(grep -h SUMMARY "sanitizer-$tool".{log,err} | tail -n 1)"
    done
fi

# -- 6. The same in PyTorch

torch_device=
if timeout $((60 * STRETCH)) "$PYTHON" -c 'import torch' 2> /dev/null; then
    torch_device=$(timeout $((60 * STRETCH)) "$PYTHON" -c \
        'import torch; print("cuda" if torch.cuda.is_available() else "cpu")')
    [ "$torch_device" = cuda ] || [ "$SCALE" = tiny ] || torch_device=
fi
[ -n "$torch_device" ] || fact torch.status "not run, $PYTHON has no PyTorch that sees a GPU"

# NAME SECONDS JOB MODE ARGUMENTS...
peer() {
    local name=$1 limit=$2 job=$3 mode=$4
    shift 4
    [ -n "$torch_device" ] || return 0
    part "$name" "$limit" "$PYTHON" -B "$here/peers/peer.py" "$job" --mode "$mode" \
        --device "$torch_device" "${sizes[@]}" "$@" &&
        numbers "$name" tokensPerSecond msPerStep drift peakGpuMiB
}

# SECONDS MODE
peer_training() {
    local batch
    for batch in $batches; do
        peer "torch-$2-$batch" "$1" train "$2" --batch "$batch" --context $context \
            --steps "$steps" --warmup "$warmup"
    done
}

peer_training 45 eager
for batch in 1 "$texts"; do
    for mode in eager compile; do
        peer "torch-decode-$mode-$batch" 60 decode $mode --batch "$batch" --context 32 \
            --steps "$tokens" --warmup 3
    done
    if grep -q 'skipping cudagraphs' "torch-decode-compile-$batch.err" 2> /dev/null; then
        fact "torch-decode-compile-$batch.graphs" "none: $(grep -h -m 1 'skipping cudagraphs' \
            "torch-decode-compile-$batch.err")"
    fi
done
peer_training 90 compile # takes the longest

fact total.seconds $SECONDS
if [ $failed -eq 0 ]; then fact total.status ok; else fact total.status "a part failed"; fi
exit $failed

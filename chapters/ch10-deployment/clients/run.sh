#!/usr/bin/env bash
# Starts `./llm serve` with a small model and lets other people's clients loose on it. The clients
# come from their registries: this is not part of `./llm test`. Writes to .cache/clients only.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
work=$root/.cache/clients
mkdir -p "$work"
command -v node > /dev/null || { echo "The npm client needs Node.js 20 or newer." >&2; exit 1; }

# A model that has hardly learned anything writes as fast as a good one.
[ -f "$work/model/model.safetensors" ] || "$root/llm" pretrain --quiet \
    --data "$root/datasets/tales/tales-200k.txt" --vocab-size 512 --context 4096 --batch 1 \
    --steps 1 --eval-every 0 --out "$work/model" > /dev/null

umask 077
LLM_CHECK_KEY=check-$RANDOM$RANDOM$RANDOM
export LLM_CHECK_KEY
printf '%s\n' "$LLM_CHECK_KEY" > "$work/key"
: > "$work/server.log"
"$root/llm" serve --model "$work/model" --name tiny --port 0 --api-key-file "$work/key" \
    2> "$work/server.log" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true' EXIT
address=
for _ in $(seq 600); do
    address=$(sed -n 's/^tiny answers at \(http[^ ,]*\),.*/\1/p' "$work/server.log")
    [ -n "$address" ] && break
    kill -0 "$server" 2> /dev/null || { cat "$work/server.log" >&2; exit 1; }
    sleep 0.1
done
[ -n "$address" ] || { echo "The server did not start." >&2; cat "$work/server.log" >&2; exit 1; }

# Node looks for a package beside the program, so the program goes where the package is.
npm_client() {
    mkdir -p "$work/npm"
    cp "$here/npm/package.json" "$here/npm/check.mjs" "$work/npm/"
    npm install --prefix "$work/npm" --silent --no-audit --no-fund --no-package-lock
    node "$work/npm/check.mjs" "$address/v1" tiny
}

java_client() {
    mvn -B -q -f "$here/$1/pom.xml" "-Dcheck.target=$work/$1" compile \
        org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
        "-Dmdep.outputFile=$work/$1.classpath" > "$work/$1.log" 2>&1 ||
        { cat "$work/$1.log"; return 1; }
    java -cp "$work/$1/classes:$(cat "$work/$1.classpath")" "$2" "$address/v1" tiny
}

failed=0
npm_client || failed=1
java_client langchain4j LangChain4jCheck || failed=1
java_client spring-ai SpringAiCheck || failed=1
[ "$failed" -eq 0 ] && echo "All clients are content." || echo "A client is not content."
exit "$failed"

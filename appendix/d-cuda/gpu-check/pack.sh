#!/usr/bin/env bash
# Packs what run.sh needs on a machine that has a GPU and no Java: a runtime, classes, libraries.
#
#   appendix/d-cuda/gpu-check/pack.sh [ARCHIVE]
#
# ARCHIVE is appendix/d-cuda/target/gpu-check.tar.gz where it is not given.
set -euo pipefail
unset CDPATH

MOST_BYTES=64000000
# What commands load beside the book's own classes: neither ND4J nor what the other chapters need.
LIBRARIES='jackson-core-2 jackson-databind-2 jackson-annotations-2 jtokkit picocli progressbar jline
    slf4j jspecify xchart VectorGraphics2D commons-compress commons-io commons-lang3 commons-codec'
# What these need of Java.
MODULES=java.base,java.desktop,java.instrument,java.management,java.net.http,java.sql,jdk.httpserver
MODULES=$MODULES,jdk.incubator.vector,jdk.management,jdk.unsupported

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
archive=${1:-$root/appendix/d-cuda/target/gpu-check.tar.gz}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
packed=$stage/gpu-check
mkdir -p "$packed/lib" "$packed/tests" "$packed/peers"

# The launcher builds what has changed and knows the JDK and the class path.
jdk=$(LLM_JAVA_OPTS=-XshowSettings:properties "$root/llm" --version 2>&1 |
    sed -n 's/^ *java\.home = //p')
[ -x "$jdk/bin/jlink" ] || { echo "./llm must start, got no Java home from it." >&2; exit 1; }

# Tests are no part of what the launcher builds.
built=$(cd "$root" && JAVA_HOME=$jdk mvn -q -B -ntp -DskipTests \
    -pl chapters/ch01-tensors,appendix/d-cuda -am test-compile) || { echo "$built" >&2; exit 1; }

"$jdk/bin/jlink" --add-modules "$MODULES" --compress zip-9 --strip-debug --no-header-files \
    --no-man-pages --output "$packed/runtime" > /dev/null

sed -n '/^-cp$/{n;s/"//g;s/:/\n/g;p;}' "$root/.cache/launch/java.args" |
    while IFS= read -r jar; do
        name=${jar##*/}
        case $jar in "$root"/.cache/*) cp "$jar" "$packed/lib/" && continue ;; esac
        for library in $LIBRARIES; do
            case $name in "$library"*) cp "$jar" "$packed/lib/" ;; esac
        done
    done
# As a folder: a test lists the kernels' sources.
rm -f "$packed"/lib/d-cuda-*.jar
cp -R "$root/appendix/d-cuda/target/classes" "$packed/kernels"
cp -R "$root/chapters/ch01-tensors/target/test-classes" "$packed/tests/ch01"
cp -R "$root/appendix/d-cuda/target/test-classes" "$packed/tests/d-cuda"

# Copies a library that only tests need: GROUP:ARTIFACT, and the pom's property that is its version.
copy_library() {
    local version said
    version=$(sed -n "s:.*<$2>\(.*\)</$2>.*:\1:p" "$root/pom.xml")
    said=$(cd "$root" && JAVA_HOME=$jdk mvn -q -B -ntp -N dependency:copy \
        "-Dartifact=$1:$version" "-DoutputDirectory=$packed/tests") ||
        { echo "$said" >&2; exit 1; }
}
copy_library org.junit.platform:junit-platform-console-standalone junit-platform.version
copy_library org.assertj:assertj-core assertj.version

{
    sed -n 's/ --add-opens [^ ]*//;s/^flags=//p' \
        "$root/appendix/a-tools/target/launch/launch.properties"
    echo "-Xmx4g -XX:+UseSerialGC -XX:-UsePerfData -Dpicocli.disable.closures=true"
} > "$packed/java.args"
cp "$root/datasets/tales/tales-200k.txt" "$packed/tales.txt"
cp "$root/appendix/c-kernels/peers/train.py" "$packed/peers/"
cp "$here/peer.py" "$packed/peers/"
cp "$here/run.sh" "$packed/"

mkdir -p "$(dirname "$archive")"
tar -C "$stage" -czf "$stage/archive" gpu-check
bytes=$(wc -c < "$stage/archive")
if [ "$bytes" -gt "$MOST_BYTES" ]; then
    echo "The archive must have at most $MOST_BYTES bytes, got $bytes." >&2
    exit 1
fi
mv "$stage/archive" "$archive"
echo "$archive: $((bytes / 1000000)) MB"

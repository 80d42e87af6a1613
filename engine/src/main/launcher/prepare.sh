#!/bin/sh
# prepare.sh TOP: makes TOP/target/dist/launch, which the launcher reads, and all it names.
#
#   target/dist/launch       the build, the chosen JDK and the JVM's cache, as assignments
#   target/dist/build-N/     the jars of one build; never changed, since a running engine may have them open
#
# Prints one line when it builds, and one with the cause when it cannot.

set -u
top=$1
dist=$top/target/dist
launch=$dist/launch
oldest_jdk=17

say() {
    printf 'runbook: %s\n' "$*" >&2
}

# --- choosing a JDK ---

# Sets `version` (17.0.15) and `feature` (17) of the JDK in $1, from its release file where there is one.
version_of() {
    version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value; do
            [ "$key" != JAVA_VERSION ] || version=$value
        done <"$1/release"
    fi
    [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
    version=${version#\"}
    version=${version%\"}
    feature=${version%%[!0-9]*}
    [ -n "$feature" ] || feature=0
}

# Sets `java_home` and `jdk` to the newest one found, or to the one asked for with RUNBOOK_JAVA.
choose_jdk() {
    java_home=
    jdk=0
    if [ -n "${RUNBOOK_JAVA-}" ]; then
        [ -x "$RUNBOOK_JAVA" ] || { say "RUNBOOK_JAVA names no program: $RUNBOOK_JAVA"; exit 2; }
        java_home=$(home_of "$RUNBOOK_JAVA")
        version_of "$java_home"
        jdk=$feature
        jdk_version=$version
    else
        on_path=$(command -v java 2>/dev/null)
        for candidate in "${JAVA_HOME-}" "${on_path:+$(home_of "$on_path")}" /usr/lib/jvm/* /opt/*jdk* \
            "${HOME-}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
            [ -x "$candidate/bin/java" ] || continue
            version_of "$candidate"
            if [ "$feature" -gt "$jdk" ]; then
                java_home=$candidate
                jdk=$feature
                jdk_version=$version
            fi
        done
    fi
    if [ "$jdk" -lt "$oldest_jdk" ]; then
        say "needs a JDK $oldest_jdk or later; found ${java_home:-none}: install one or set JAVA_HOME"
        exit 2
    fi
}

# The JDK a java program belongs to, through all its links.
home_of() {
    real=$(readlink -f "$1")
    printf '%s\n' "${real%/bin/java}"
}

# --- building ---

# Whether the newest build is older than a source.
sources_changed() {
    [ -f "$build/runbook.jar" ] || return 0
    [ -e "$top/.git" ] || return 1
    [ -n "$(find "$top/pom.xml" "$top/engine/pom.xml" "$top/engine/src/main" "$top/samples/pom.xml" \
        "$top/samples/src/main" -newer "$build/started" -print -quit 2>/dev/null)" ]
}

build() {
    if ! command -v mvn >/dev/null 2>&1; then
        say "is not built yet, and building needs Maven 3.8 or later (mvn) on the PATH"
        return 1
    fi
    say "building from the sources: a quarter of a minute, some minutes when the libraries must be fetched first"
    next=$dist/build-$(date +%s)-$$
    log=$dist/build.log
    mkdir -p "$next"
    touch "$next/started"
    rm -rf "$top/samples/target/launcher/stage"
    if (cd "$top" && JAVA_HOME=$(jdk_to_build_with) mvn -B -ntp -Dquick -Dstage -Dbuild.folder=target/launcher \
        -DskipTests -pl engine,samples -am package </dev/null >"$log" 2>&1) && stage "$next"; then
        build=$next
        return 0
    fi
    rm -rf "$next"
    # Maven's first error that is not a headline.
    cause=$(grep '^\[ERROR\]' "$log" | sed 's/\[ERROR\] *//g' |
        grep -v -e '^COMPILATION ERROR' -e '^Some problems were' -e '^$' | head -n 1 | cut -c 1-300)
    say "the build failed: ${cause:-$(tail -n 1 "$log")} (all of it: $log)"
    return 1
}

# The chosen JDK when it has a compiler, else the one Maven would take.
jdk_to_build_with() {
    if [ -x "$java_home/bin/javac" ]; then
        printf '%s\n' "$java_home"
    else
        printf '%s\n' "${JAVA_HOME-}"
    fi
}

# Puts the jars of a build side by side; hard links, since the libraries are the same from build to build.
stage() {
    for jar in "$top"/samples/target/launcher/stage/*.jar; do
        case $jar in
            */runbook-*) cp -p "$jar" "$1/" || return 1 ;;
            */picocli-*) archivable "$jar" "$1/" || cp -p "$jar" "$1/" || return 1 ;;
            *) ln "$jar" "$1/" 2>/dev/null || cp -p "$jar" "$1/" || return 1 ;;
        esac
    done
    # The engine under a short name: its class path is its manifest, so the process list of an incident stays readable.
    ln "$1"/runbook-engine-*.jar "$1/runbook.jar" || return 1
    # The same for the process that reads strangers' runbooks: of its class path, only what lies beside it is there.
    mkdir "$1/reader" || return 1
    ln "$1/runbook.jar" "$1/reader/runbook.jar" || return 1
    for library in groovy jackson-core picocli re2j slf4j-api snakeyaml; do
        ln "$1/$library"-[0-9]*.jar "$1/reader/" || return 1
    done
    cp -p "$top"/samples/target/launcher/runbook-samples-*.jar "$1/lab.jar"
}

# Copies the jar $1 to the folder $2 in a form that the JVM's cache takes. Without a compiler it stays as it is.
archivable() {
    "$java_home/bin/java" -cp "$(echo "$top"/samples/target/launcher/stage/groovy-[0-9]*.jar)" \
        "$top/engine/src/main/launcher/Archivable.java" "$1" "$2/${1##*/}" >>"$log" 2>&1
}

# Old builds go, but never one a process still runs from.
remove_old_builds() {
    running=$(ps -eo args 2>/dev/null) || return 0
    for old in "$dist"/build-*/; do
        old=${old%/}
        [ -d "$old" ] && [ "$old" != "$build" ] || continue
        case $running in
            *"$old"*) ;;
            *) rm -rf "$old" ;;
        esac
    done
}

# --- the JVM's cache ---

# Runs ordinary commands once so that the JVM can keep what they loaded. A failure leaves no cache and is no error.
train() {
    [ ! -f "$cache" ] || return 0
    scratch=$(mktemp -d) || return 0
    if [ "$jdk" -ge 25 ]; then
        record=-XX:AOTCacheOutput
    else
        record=-XX:ArchiveClassesAtExit
    fi
    runbook=$top/engine/src/main/launcher/training/start.groovy
    # shellcheck disable=SC2086 # a list of options without spaces
    (
        cd "$scratch" && RUNBOOK_HOME=$scratch && export RUNBOOK_HOME
        # The first run compiles the runbook, so that no compiler is loaded by the one that is recorded.
        "$java_home/bin/java" $java_options -cp "$build/runbook.jar" dev.runbook.cli.Main run "$runbook" -e training
        "$java_home/bin/java" "$record=$cache.$$" $java_options -cp "$build/runbook.jar" \
            dev.runbook.cli.ClassArchiveTraining "$runbook"
        "$java_home/bin/java" "$record=$reader_cache.$$" $java_options -cp "$build/reader/runbook.jar" \
            dev.runbook.cli.ReaderTraining "$runbook"
    ) </dev/null >"$dist/training.log" 2>&1
    [ ! -s "$reader_cache.$$" ] || mv "$reader_cache.$$" "$reader_cache"
    [ ! -s "$cache.$$" ] || mv "$cache.$$" "$cache"
    rm -rf "$scratch" "$cache.$$" "$cache.$$.config" "$reader_cache.$$" "$reader_cache.$$.config"
}

# --- all of it, one process at a time ---

lock() {
    mkdir -p "$dist" 2>/dev/null
    if [ ! -w "$dist" ]; then
        # Somebody else's installation: bringing it up to date is the owner's business.
        [ ! -f "$launch" ] || exit 0
        say "is not built yet, and $top cannot be written: run it once as its owner"
        exit 2
    fi
    until mkdir "$dist/lock" 2>/dev/null; do
        owner=$(cat "$dist/lock/pid" 2>/dev/null)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$dist/lock"
        else
            sleep 1
        fi
    done
    echo $$ >"$dist/lock/pid"
    trap 'rm -rf "$dist/lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

lock
build=
[ ! -f "$launch" ] || . "$launch"
choose_jdk
if sources_changed && ! build; then
    # An older engine is better than none while something is down.
    [ -f "$build/runbook.jar" ] || exit 2
    say "going on with the earlier build"
fi

# C1 and the serial collector: a run waits for others most of its time, and must begin at once.
java_options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable"
# Without a bound the young generation takes a 64th of the machine before it is collected once; a thousand hosts need 64 MB.
java_options="$java_options -XX:MaxNewSize=64m"
java_options="$java_options -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
java_options="$java_options -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8 -Dpicocli.disable.closures=true"
java_options="$java_options -Djava.util.logging.config.class=dev.runbook.log.JdkLogSetup"
if [ "$jdk" -ge 25 ]; then
    cache=$build/jdk-$jdk_version.aot
    reader_cache=$build/reader/jdk-$jdk_version.aot
    cache_option=-XX:AOTCache
else
    cache=$build/jdk-$jdk_version.jsa
    reader_cache=$build/reader/jdk-$jdk_version.jsa
    cache_option=-XX:SharedArchiveFile
fi
[ "$jdk" -lt 22 ] || java_options="$java_options --enable-native-access=ALL-UNNAMED"
# From 18 on the JDK compiles a method handle for each member that picocli reads once; reading it natively is cheaper.
[ "$jdk" -lt 18 ] || java_options="$java_options -Djdk.reflect.useNativeAccessorOnly=true"
train

cat >"$launch.$$" <<EOF
build='$build'
java='$java_home/bin/java'
java_options='$java_options'
cache='$cache'
reader_cache='$reader_cache'
cache_option='$cache_option'
chosen_for='${RUNBOOK_JAVA-}'
EOF
mv "$launch.$$" "$launch"
remove_old_builds

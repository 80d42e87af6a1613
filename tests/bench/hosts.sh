# For the benches over ssh: packages, a network of their own, one OpenSSH server, and arithmetic. Sourced, not run.
# shellcheck shell=bash

# need_root_and PACKAGE[:PROGRAM]...: installs from Debian what is missing
need_root_and() {
    [ "$(id -u)" -eq 0 ] || { echo "bench: must run as root, for a network namespace of its own" >&2; exit 2; }
    local each missing=()
    for each in "$@"; do
        command -v "${each#*:}" >/dev/null || missing+=("${each%:*}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    missing=("${missing[@]/#clush/clustershell}")
    echo "bench: installing ${missing[*]}" >&2
    local log
    log=$(mktemp)
    { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
        { tail -n 3 "$log" >&2; exit 2; }
    rm -f "$log"
}

# in_own_network ARGUMENTS: goes on in a network namespace that has nothing but loopback, with a scratch folder that
# goes at the end, as do the server and its children.
in_own_network() {
    if [ -z "${BENCH_SCRATCH-}" ]; then
        BENCH_SCRATCH=$(mktemp -d) exec unshare --net --pid --fork --kill-child --mount-proc "$BASH" "./$(basename "$0")" "$@"
    fi
    scratch=$BENCH_SCRATCH
    trap 'rm -rf "$scratch"' EXIT
    ip link set lo up
    ulimit -n "$(ulimit -Hn)"
    export LC_ALL=C.UTF-8 RUNBOOK_HOME=$scratch/home ANSIBLE_LOCAL_TEMP=$scratch/ansible ANSIBLE_NOCOLOR=1 \
        ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3 ANSIBLE_SSH_ARGS="-F $scratch/ssh_config"
    unset SSH_AUTH_SOCK
}

# start_server: one sshd on every loopback address, $port, and the clients' settings in $scratch/ssh_config
start_server() {
    port=2222
    ssh-keygen -q -t ed25519 -N '' -f "$scratch/key"
    ssh-keygen -q -t ed25519 -N '' -f "$scratch/host_key"
    cp "$scratch/key.pub" "$scratch/authorized_keys"
    mkdir -p /run/sshd
    cat >"$scratch/sshd_config" <<END
ListenAddress 0.0.0.0:$port
HostKey $scratch/host_key
AuthorizedKeysFile $scratch/authorized_keys
PidFile none
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
PermitRootLogin yes
MaxStartups 2000
MaxSessions 100
KexAlgorithms curve25519-sha256
Ciphers aes128-gcm@openssh.com
HostKeyAlgorithms ssh-ed25519
PubkeyAcceptedAlgorithms ssh-ed25519
SetEnv HOME=$scratch/home
PrintMotd no
PrintLastLog no
LogLevel INFO
END
    cat >"$scratch/ssh_config" <<END
Host *
    User root
    Port $port
    IdentityFile $scratch/key
    IdentitiesOnly yes
    UserKnownHostsFile $scratch/known_hosts
    GlobalKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    UpdateHostKeys no
    BatchMode yes
    LogLevel ERROR
END
    /usr/sbin/sshd -D -E "$scratch/sshd.log" -f "$scratch/sshd_config" &
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.05; done
}

# sessions: how many log-ins the server has seen
sessions() {
    grep -c 'Accepted publickey' "$scratch/sshd.log" || true
}

# run LOG COMMAND...: a command that fails ends the bench with its output
run() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null || { echo "bench: failed: $*" >&2; tail -n 40 "$log" >&2; exit 1; }
}

# seconds COMMAND...: its wall time
seconds() {
    local began=$EPOCHREALTIME
    run "$scratch/log" "$@"
    local ended=$EPOCHREALTIME
    awk -v a="$began" -v b="$ended" 'BEGIN { printf "%.4f\n", b - a }'
}

# about_runbook: which, on which JDK
about_runbook() {
    # shellcheck disable=SC1091 # made by the launcher
    . "$top/target/dist/launch"
    echo "$(<"$scratch/version") on JDK $(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "${java%/bin/java}/release")"
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# column N FILE
column() {
    awk -v n="$1" '{ print $n }' "$2"
}

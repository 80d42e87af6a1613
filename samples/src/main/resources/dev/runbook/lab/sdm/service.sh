#!/bin/sh
# The service manager of a machine in the lab: service start|stop|status. It starts the application again after a crash,
# five times at most, and 'start' returns when the application is ready or has given up.
state="$HOME/.service"
running() {
    test -s "$1" && kill -0 "$(cat "$1")" 2>/dev/null
}
end() {
    running "$1" || return 0
    kill "$(cat "$1")"
    n=0
    while running "$1"; do
        n=$((n + 1))
        test "$n" -lt 100 || kill -9 "$(cat "$1")" 2>/dev/null
        sleep 0.1
    done
}
case $1 in
    status)
        running "$state/supervisor" && test -e "$state/ready" ;;
    start)
        if running "$state/supervisor"; then exit 0; fi
        mkdir -p "$state"
        rm -f "$state/ready" "$state/failed"
        setsid "$0" supervise </dev/null >/dev/null 2>&1 &
        echo $! >"$state/supervisor"
        n=0
        until test -e "$state/ready"; do
            n=$((n + 1))
            if test -e "$state/failed" || test "$n" -gt 300; then
                tail -n 1 "$SDM_LOG" >&2
                exit 1
            fi
            sleep 0.1
        done ;;
    supervise)
        echo $$ >"$state/supervisor"
        for n in 1 2 3 4 5; do
            "$SDM_PROGRAM" &
            echo $! >"$state/application"
            wait $!
            code=$?
            rm -f "$state/ready"
            case $code in 0 | 1 | 143) break ;; esac
            echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) CRITICAL $(sed -n 's/^version=//p' "$SDM_APP/release.properties") crashed with exit code $code" >>"$SDM_LOG"
            sleep 1
        done
        touch "$state/failed"
        rm -f "$state/supervisor" ;;
    stop)
        end "$state/supervisor"
        end "$state/application"
        rm -f "$state/ready" "$state/supervisor" "$state/application" ;;
esac

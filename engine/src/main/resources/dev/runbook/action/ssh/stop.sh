# Stops every process that carries $marker in its environment, stands in the process group or session of one that does,
# or descends from one; says what it did and who is left. $grace is in hundredths of a second.

exec </dev/null 2>/dev/null
if ! [ -r /proc/self/stat ]; then
    echo BLIND
    exit 0
fi

look() {
    found= groups= kin=' '
    for environment in $(grep -lsF -e "$marker" /proc/[0-9]*/environ); do
        pid=${environment#/proc/}
        kin="$kin${pid%/environ} "
    done
    # again while it finds relatives without the marker: their children may have been listed before them
    known=
    while [ "$known" != "$kin" ]; do
        known=$kin found= groups=
        for stat in /proc/[0-9]*/stat; do
            read -r line <"$stat" || continue
            pid=${line%% *}
            set -- ${line##*) }
            case $1 in Z | X) continue ;; esac
            [ "$pid" = $$ ] && continue
            for relative in "$pid" "$2" "$3" "$4"; do
                case $kin in *" $relative "*)
                    case $kin in *" $pid "*) ;; *) kin="$kin$pid " ;; esac
                    found="$found $pid"
                    [ "$pid" = "$3" ] && groups="$groups -$pid"
                    break
                    ;;
                esac
            done
        done
    done
}

tell() {
    set -- "$1" $found
    echo "$1 $(($# - 1))"
}

# whether one of those found last is still there: much cheaper than a look
alive() {
    for pid in $found; do
        read -r line <"/proc/$pid/stat" || continue
        set -- ${line##*) }
        case $1 in Z | X) ;; *) return 0 ;; esac
    done
    return 1
}

now() {
    read -r now rest </proc/uptime
    now=${now%.*}${now#*.}
}

# waits for so many hundredths of a second; true as soon as nothing is left
gone() {
    now
    until=$((now + $1)) pause=0.01 pauses=0
    while alive || { look && [ -n "$found" ]; }; do
        now
        [ "$now" -lt "$until" ] || return 1
        [ "$pauses" -lt 10 ] || pause=0.05
        pauses=$((pauses + 1))
        sleep "$pause" || sleep 1
    done
}

look
[ -n "$found" ] || exit 0
tell TERM
kill -s TERM -- $groups $found
kill -s CONT -- $groups $found
gone "$grace" && exit 0

tell KILL
for round in 1 2 3 4; do
    kill -s KILL -- $groups $found
    gone 50 && exit 0
done
for pid in $found; do
    echo "LEFT $pid $(tr '\0' ' ' <"/proc/$pid/cmdline")"
done
exit 0

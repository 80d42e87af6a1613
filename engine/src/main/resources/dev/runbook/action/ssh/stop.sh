# Stops every process that processes.sh finds; prints the signals and the remaining processes, then END.
# $grace is in hundredths of a second.

end() {
    echo END
    exit 0
}

exec </dev/null 2>/dev/null
if ! [ -r /proc/self/stat ]; then
    echo BLIND
    end
fi

say() {
    set -- "$1" $found
    echo "$1 $(($# - 1))"
}

# returns whether a process found last still exists; much cheaper than look
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

# waits at most $1 hundredths of a second; returns 0 as soon as no process is left
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

# one at a time, because some shells stop at the first process that no longer exists
signal() {
    for target in $groups $found; do
        kill -s "$1" -- "$target" || kill -s "$1" "$target"
    done
}

look
[ -n "$found" ] || end
# suspended first: a process started after the look, by one that ends with the signal, might not be found any more
for round in 1 2 3 4 5; do
    before=$found
    signal STOP
    look
    [ "$found" != "$before" ] || break
done
say TERM
signal TERM
signal CONT
gone "$grace" && end

say KILL
for round in 1 2 3 4; do
    signal KILL
    gone 50 && end
done
for pid in $found; do
    echo "LEFT $pid $(tr '\0' ' ' <"/proc/$pid/cmdline")"
done
end

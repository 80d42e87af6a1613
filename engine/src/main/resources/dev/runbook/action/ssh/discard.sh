# Leaves a process behind for each of the pipes with these inode $numbers that somebody can still write to: it reads and
# discards what comes, so that the writers live on when the connection closes its end. Prints who they are, and END.

exec </dev/null 2>/dev/null

reader() {
    if command -v setsid >/dev/null; then
        setsid sh -c 'exec cat >/dev/null' <&5 5<&- >/dev/null &
    else
        (
            trap '' HUP
            exec cat >/dev/null
        ) <&5 5<&- >/dev/null &
    fi
}

seen=' '
for file in $(
    ls -iL /proc/[0-9]*/fd/1 /proc/[0-9]*/fd/2 | while read -r inode path; do
        case " $numbers " in *" $inode "*) echo "$inode:$path" ;; esac
    done
); do
    inode=${file%%:*} path=${file#*:}
    [ -p "$path" ] || continue
    case $seen in *" $inode "*) ;; *)
        # the shell itself opens the pipe: whoever held it may just have ended
        { reader; } 5<"$path" || continue
        seen="$seen$inode "
        ;;
    esac
    pid=${path#/proc/}
    pid=${pid%%/*}
    case $seen in *" pid-$pid "*) continue ;; esac
    seen="$seen pid-$pid "
    read -r name </proc/"$pid"/comm && echo "KEPT $pid $name"
done
echo END

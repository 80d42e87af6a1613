# For each pipe with one of the inode $numbers that still has a writer, starts a process that reads and discards its
# content, so that the writers survive when the connection closes its end. Prints the writers, then END.

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
        # the shell opens the pipe itself, because its writer may just have ended
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

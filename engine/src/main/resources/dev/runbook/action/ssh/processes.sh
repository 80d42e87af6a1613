# Finds every process with $marker in its environment, in the process group or session of such a process, or descended
# from one: their numbers are in $found, the groups they lead in $groups.

# Prints the processes whose environment contains the marker, in one pass over all of them. Most versions of grep read
# past the NULs of an environment, but BusyBox does not: there, each match of tail and tr is verified, because a variable
# may contain the text of a header.
carriers() {
    if RB_SEEN=1 grep -qsF RB_SEEN=1 /proc/self/environ; then
        grep -lsF -e "$marker" /proc/[0-9]*/environ
        return
    fi
    for environment in $(
        tail -n +1 /proc/[0-9]*/environ | tr '\0' '\n' | grep -F -e '==> /proc/' -e "$marker" |
            while read -r line; do
                case $line in
                    '==> /proc/'*'/environ <==') header=${line#==> } ;;
                    *"$marker"*) echo "${header% <==}" ;;
                esac
            done
    ); do
        tr '\0' '\n' <"$environment" | grep -qF -e "$marker" && echo "$environment"
    done
}

look() {
    found= groups= kin=' '
    for environment in $(carriers); do
        pid=${environment#/proc/}
        kin="$kin${pid%/environ} "
    done
    # repeated while it finds relatives without the marker, because their children may have been listed before them
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

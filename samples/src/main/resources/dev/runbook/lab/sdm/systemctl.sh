#!/bin/sh
# systemctl of a Linux machine in the lab: start, stop, is-active.
command=$1
shift
test "$1" != --quiet || shift
test "$1" = social-download-manager || { echo "Unit $1.service could not be found." >&2; exit 5; }
case $command in
    start | stop) exec service "$command" ;;
    is-active) if service status; then echo active; else echo inactive; exit 3; fi ;;
    *) echo "the lab's systemctl knows start, stop and is-active" >&2; exit 1 ;;
esac

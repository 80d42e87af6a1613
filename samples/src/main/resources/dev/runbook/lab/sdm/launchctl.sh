#!/bin/sh
# launchctl of a Mac in the lab: start, stop, list.
test "$2" = social-download-manager || { echo "Could not find service \"$2\"" >&2; exit 113; }
case $1 in
    start | stop) exec service "$1" ;;
    list) if service status; then echo '{ "Label" = "social-download-manager"; };'; else exit 113; fi ;;
    *) echo "the lab's launchctl knows start, stop and list" >&2; exit 1 ;;
esac

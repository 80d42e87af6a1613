#!/bin/sh
# pgrep -f PATTERN, for machines without procps.
found=$(grep -lzs -- "$2" /proc/[0-9]*/cmdline) || exit 1
echo "$found" | sed 's|/proc/||; s|/cmdline||'

#!/bin/sh
# sudo of a machine in the lab: the user may do everything in the lab already.
test "$1" != -n || shift
exec "$@"

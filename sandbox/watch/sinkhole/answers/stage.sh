#!/bin/sh
# A harmless stand-in for a script that was asked for by URL.
echo "checking system"
uname -s >/dev/null
dir="${TMPDIR:-/tmp}/setup.$$"
mkdir -p "$dir" && echo ok >"$dir/state" && rm -rf "$dir"
echo "done"

#!/bin/sh
# Hands one hook payload (stdin) to the guard and prints its answer. Needs a POSIX sh and curl.
#
#   hook.sh SOCKET SOURCE [block|allow]
#
# The agent's own hook contract fails open: a time-out, a crash or a wrong path would let the call through. So this shim
# has its own deadline, and on any failure it exits 2, which blocks the call (`block`, the default), or leaves the
# payload in a spool beside the socket and exits 0 (`allow`).
set -u
socket=${1:-} source=${2:-} unreachable=${3:-block}
limit=4194304 # bytes of a payload
deadline=2    # seconds for the whole exchange

fail() {
  if [ "$unreachable" = allow ]; then
    spool=$(dirname "$socket")/spool
    umask 077
    mkdir -p "$spool" && [ -s "$payload" ] && cp "$payload" "$spool/$source.$$.$(date +%s).json"
    exit 0
  fi
  printf 'clawback: %s; the call is blocked by policy\n' "$1" >&2
  exit 2
}

umask 077
work=$(mktemp -d) || { payload=/dev/null; fail 'no temporary folder'; }
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
payload=$work/payload answer=$work/answer headers=$work/headers

case $source in '' | *[!a-z0-9._-]*) : >"$payload"; fail 'wrong use: hook.sh SOCKET SOURCE [block|allow]' ;; esac
head -c $((limit + 1)) >"$payload" || fail 'the payload could not be read'
[ "$(wc -c <"$payload")" -le "$limit" ] || fail "the payload passes $limit bytes"

curl --silent --show-error --fail --max-time "$deadline" --unix-socket "$socket" \
  --header 'content-type: application/json' --data-binary "@$payload" \
  --dump-header "$headers" --output "$answer" "http://guard/v1/hooks/$source" 2>"$work/error" ||
  fail "guard unreachable: $(head -c 200 "$work/error")"

# A session carries the stamp of its instance into what downstream logs keep (Claude Code puts this file before every
# later command).
if [ -n "${CLAUDE_ENV_FILE:-}" ]; then
  stamp=$(tr -d '\r' <"$headers" | sed -n 's/^[Xx]-[Cc]lawback-[Ss]tamp: \(ag-[0-9a-f]\{8\}-[0-9a-f]\{8\}\)$/\1/p')
  [ -z "$stamp" ] || printf 'export PGAPPNAME=%s AWS_SDK_UA_APP_ID=%s CLAWBACK_STAMP=%s\n' "$stamp" "$stamp" "$stamp" >>"$CLAUDE_ENV_FILE"
fi
cat "$answer" || fail 'the answer could not be printed'

# shellcheck shell=bash
# Sourced by scripts/demo, scripts/test and scripts/soak: brings a fresh Debian or Ubuntu machine with Node to where the
# product runs, and does nothing on a machine that is already there. Every stop says what is wrong and how to mend it.

say() { printf '%s\n' "setup: $*" >&2; }
stop() { printf '%s\n%s\n' "setup: $1" "mend:  $2" >&2; exit 4; }

need_node() {
  command -v node >/dev/null || stop 'Node is not installed.' 'Install Node 20.19 or newer.'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    stop "Node $(node --version) is too old." 'Install Node 20.19 or newer.'
}

need_disk() { # megabytes
  local free
  free=$(df -Pm . | awk 'NR==2 {print $4}')
  [ "$free" -ge "$1" ] || stop "Only $free MB are free here; $1 MB are needed." 'Free some space.'
}

need_packages() {
  local missing=() package as=()
  command -v dpkg-query >/dev/null ||
    { say 'this is not Debian or Ubuntu: system packages are taken as they are'; return; }
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as=(sudo -n); else
      stop "System packages are missing and this user may not install them: ${missing[*]}" \
        "Run as root once: apt-get install ${missing[*]}"
    fi
  fi
  say "installing ${missing[*]}"
  { "${as[@]}" apt-get update -qq &&
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2 ||
    stop 'apt-get could not install them.' "Install by hand: apt-get install ${missing[*]}"
}

need_modules() { # npm dependencies exactly as locked; the stamp is the lock they were installed from
  local stamp=node_modules/.clawback-lock want
  want=$(cat package-lock.json package.json | sha256sum | cut -c1-64)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
  say 'installing npm dependencies (a few minutes the first time: SQLite and tree-sitter are compiled)'
  npm ci --no-audit --no-fund >&2 || stop 'npm ci failed.' 'Check the network and the npm configuration, then run again.'
  printf '%s' "$want" >"$stamp"
}

build_all() { # again only when a source is newer than the last build
  local stamp=.out/built
  if [ -f "$stamp" ] && [ -f cli/dist/packs/index.json ] && [ -f cli/dist/bundle/of.json ] && [ -f web/dist/report.js ] &&
    [ -z "$(find package-lock.json content ledger analyzers sandbox lab guard cli web scripts -newer "$stamp" \
      -type f -not -path '*/dist/*' -not -path '*/node_modules/*' -print -quit)" ]; then
    return 0
  fi
  npm run --silent build >&2 || stop 'The build failed.' 'See the messages above.'
  mkdir -p .out && touch "$stamp"
}

runtime_packages=(bubblewrap strace runsc iproute2 nftables util-linux libfaketime git ca-certificates curl python3 make g++)
queue_packages=(nats-server)
test_packages=(chromium age "${queue_packages[@]}")
# Packages of other people's that real skills in Python and shell import most: in a cell they run as they are.
cell_packages=(python3-requests python3-httpx python3-aiohttp python3-websockets python3-boto3 python3-yaml python3-bs4
  python3-pandas python3-dotenv python3-click python3-rich python3-dateutil python3-defusedxml python3-pip jq)

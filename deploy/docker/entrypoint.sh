#!/usr/bin/env bash
# Makes the configuration of a member from the environment, and runs the member.
#
#   entrypoint.sh [OPTION...]              options of `bin/mcast agent`, such as --trace=100
#   entrypoint.sh --print                  prints the configuration; runs nothing
#   entrypoint.sh --health live|ready      asks the member that runs here; exit status 0 if it is
#
# Variables, of which only MCAST_NODES must be set:
#
#   MCAST_NODES           all members, the same everywhere, with commas between them: HOST, HOST:PORT, ID=HOST or ID=HOST:PORT.
#                         Without ID it is the host up to its first dot: mcast-0.mcast:5679 is mcast-0
#   MCAST_NODE            the id of this one (default: the name of the host; up to its first dot, if no member has that id)
#   MCAST_DOMAIN          the domain of the members whose HOST has no dot and who have no ID (default: none)
#   MCAST_PORT            port of members without PORT (default: 5679)
#   MCAST_BIND            address to listen on (default: the one that this member's host has)
#   MCAST_HTTP            HOST:PORT of the pages (default: 0.0.0.0:8080)
#   MCAST_CLUSTER         the cluster's id (default: mcast)
#   MCAST_GROUP           name of the partition group (default: data)
#   MCAST_PARTITIONS      its partitions; fixed from the first start on (default: 3)
#   MCAST_PARTITION_SIZE  replicas of each partition (default: 0, all members)
#   MCAST_DATA            folder of the data, and of the configuration that is made (default: /var/lib/atomix-mcast)
#   MCAST_INCLUDE         a file in HOCON with more, such as `primitives`; what it says goes before what is made
#   MCAST_CONFIG          a file in HOCON in place of all that; only MCAST_HTTP and MCAST_DATA are used besides
#   MCAST_KEY_STORE, MCAST_KEY_STORE_PASSWORD, MCAST_TRUST_STORE, MCAST_TRUST_STORE_PASSWORD
#                         TLS between nodes; all four or none
#   MCAST_JAVA_OPTS       more options of the JVM
#   MCAST_NAME_TIMEOUT    seconds to wait until the name of this member's host is known (default: 60)
set -euo pipefail
shopt -s inherit_errexit

home="${MCAST_HOME:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}"
http="${MCAST_HTTP:-0.0.0.0:8080}"
data="${MCAST_DATA:-/var/lib/atomix-mcast}"

ids=()
hosts=()
ports=()
id=""
host=""
port=""
bind=""

# What is wrong, and what to do: nothing has been changed.
fail() {
  echo "atomix-mcast: $1" >&2
  exit 2
}

# A variable must be a whole number: its name, its value, the least, the most.
number() {
  if [[ ! "$2" =~ ^[0-9]{1,9}$ ]] || ((10#$2 < $3 || 10#$2 > $4)); then
    fail "$1 is '$2': it must be a whole number from $3 to $4"
  fi
}

# A variable must be a name: its name, its value.
name() {
  [[ "$2" =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] ||
    fail "$1 is '$2': it must consist of letters, digits, '.', '_' and '-', and begin with a letter or digit"
}

# A variable is the path of a file that can be read: its name, its value.
readable() {
  [[ -f "$2" && -r "$2" ]] || fail "$1 is '$2': no file that can be read is there; mount it, or correct the path"
  [[ "$2" != *[\"\\$'\n']* ]] || fail "$1 is '$2': a path must not contain quotes, backslashes or ends of lines"
}

read_members() {
  local entries entry member address known
  [[ -n "${MCAST_NODES:-}" ]] ||
    fail "MCAST_NODES is not set: name all members, the same everywhere, such as mcast-0.mcast:5679,mcast-1.mcast:5679"
  IFS=', ' read -ra entries <<<"${MCAST_NODES//$'\n'/ }"
  for entry in "${entries[@]}"; do
    [[ -n "$entry" ]] || continue
    address="${entry#*=}"
    [[ "$address" == *:* ]] || address="$address:$default_port"
    number "the port of '$entry' in MCAST_NODES" "${address##*:}" 1 65535
    if [[ "$entry" == *=* ]]; then
      member="${entry%%=*}"
      name "the id of '$entry' in MCAST_NODES" "$member"
    else
      [[ ! "$address" =~ ^[0-9.]+: ]] ||
        fail "MCAST_NODES is '$MCAST_NODES': '$entry' has an address and no id; write ID=$entry"
      member="${address%%[.:]*}"
      [[ -z "${MCAST_DOMAIN:-}" || "$address" == *.*:* ]] || address="${address%:*}.$MCAST_DOMAIN:${address##*:}"
    fi
    name "the host of '$entry' in MCAST_NODES" "${address%:*}"
    for known in "${ids[@]}"; do
      [[ "$known" != "$member" ]] ||
        fail "MCAST_NODES is '$MCAST_NODES': it names $member twice; every member has an id of its own"
    done
    ids+=("$member")
    hosts+=("${address%:*}")
    ports+=("${address##*:}")
  done
  ((${#ids[@]} > 0)) ||
    fail "MCAST_NODES is '$MCAST_NODES': it names no member; name all, such as mcast-0.mcast:5679,mcast-1.mcast:5679"
}

find_this_member() {
  local i each wanted="${MCAST_NODE:-$HOSTNAME}"
  for each in "$wanted" "${wanted%%.*}"; do
    for i in "${!ids[@]}"; do
      if [[ -z "$host" && "${ids[i]}" == "$each" ]]; then
        id="$each"
        host="${hosts[i]}"
        port="${ports[i]}"
      fi
    done
  done
  if [[ -z "$host" ]]; then
    [[ -n "${MCAST_NODE:-}" ]] && each="MCAST_NODE" || each="the name of this host"
    fail "$each is '$wanted', which MCAST_NODES ($MCAST_NODES) does not name: set MCAST_NODE to one of these members, or add it there, on all members"
  fi
}

# Atomix needs the address of its own host when it starts; the name may come later than the container.
find_address() {
  local address="" timeout="${MCAST_NAME_TIMEOUT:-60}" begin=$SECONDS
  number MCAST_NAME_TIMEOUT "$timeout" 0 3600
  until address="$(getent ahostsv4 "$host" || getent ahosts "$host")"; do
    ((SECONDS - begin < timeout)) ||
      fail "the host of $id is '$host', and no address is known of it after $timeout s: see to its name (DNS, a headless service with publishNotReadyAddresses), or correct MCAST_NODES or MCAST_DOMAIN"
    sleep 1
  done
  address="${address%%[[:space:]]*}"
  bind="${MCAST_BIND:-$address}"
  # On all addresses a node reaches itself where it should reach a member whose name is not known just then, and takes
  # its own voice for the other's: Atomix connects to 0.0.0.0 then.
  case "$bind" in
    0.0.0.0 | :: | '*')
      fail "MCAST_BIND is '$bind': listen on one address that others reach, such as ${address}, not on all; see docs/limits.md"
      ;;
  esac
  [[ "$bind" =~ ^[0-9A-Fa-f.:]+$ ]] || fail "MCAST_BIND is '$bind': it must be an address, such as $address"
  if [[ -z "${MCAST_BIND:-}" && "$address" == 127.* && "$host" != 127.* && "$host" != localhost ]]; then
    fail "the host of $id is '$host', which is $address on this machine, where others do not reach it: set MCAST_BIND to an address that they reach"
  fi
}

tls() {
  local variable
  [[ -n "${MCAST_KEY_STORE:-}${MCAST_TRUST_STORE:-}${MCAST_KEY_STORE_PASSWORD:-}${MCAST_TRUST_STORE_PASSWORD:-}" ]] || return 0
  for variable in MCAST_KEY_STORE MCAST_KEY_STORE_PASSWORD MCAST_TRUST_STORE MCAST_TRUST_STORE_PASSWORD; do
    [[ -n "${!variable:-}" ]] || fail "$variable is not set: TLS needs all four of MCAST_KEY_STORE, MCAST_TRUST_STORE and their passwords"
  done
  readable MCAST_KEY_STORE "$MCAST_KEY_STORE"
  readable MCAST_TRUST_STORE "$MCAST_TRUST_STORE"
  # The node reads the variables: no password is written to a file.
  cat <<'END'
    connectTimeout: 10s
    tls {
      enabled: true
      keyStore: ${MCAST_KEY_STORE}
      keyStorePassword: ${MCAST_KEY_STORE_PASSWORD}
      trustStore: ${MCAST_TRUST_STORE}
      trustStorePassword: ${MCAST_TRUST_STORE_PASSWORD}
    }
END
}

configuration() {
  local cluster="${MCAST_CLUSTER:-mcast}" group="${MCAST_GROUP:-data}" i members encrypted more=""
  local partitions="${MCAST_PARTITIONS:-3}" size="${MCAST_PARTITION_SIZE:-0}" default_port="${MCAST_PORT:-5679}"
  name MCAST_CLUSTER "$cluster"
  name MCAST_GROUP "$group"
  [[ "$group" != system ]] || fail "MCAST_GROUP is 'system': that is the group of Atomix's own books; choose another name"
  number MCAST_PORT "$default_port" 1 65535
  number MCAST_PARTITIONS "$partitions" 1 999
  [[ -z "${MCAST_DOMAIN:-}" ]] || name MCAST_DOMAIN "$MCAST_DOMAIN"
  read_members
  number MCAST_PARTITION_SIZE "$size" 0 "${#ids[@]}"
  if [[ -n "${MCAST_INCLUDE:-}" ]]; then
    readable MCAST_INCLUDE "$MCAST_INCLUDE"
    more="include file(\"$MCAST_INCLUDE\")"
  fi
  find_this_member
  # Alone, so that its failure is this script's.
  encrypted="$(tls)"
  find_address
  members="$(printf ', "%s"' "${ids[@]}")"
  members="[${members:2}]"

  cat <<END
# Made from the environment by entrypoint.sh, at each start anew.
cluster {
  clusterId: "$cluster"
  node { id: "$id", host: "$host", port: $port }
  messaging {
    interfaces: ["$bind"]
${encrypted:+$encrypted
}  }
  discovery {
    type: bootstrap
END
  for i in "${!ids[@]}"; do
    echo "    nodes.$((i + 1)) { id: \"${ids[i]}\", host: \"${hosts[i]}\", port: ${ports[i]} }"
  done
  cat <<END
  }
}
managementGroup {
  type: generic-multicast
  partitions: 1
  members: $members
  storage.directory: system
}
partitionGroups."$group" {
  type: generic-multicast
  partitions: $partitions
  partitionSize: $size
  members: $members
  storage.directory: "$group"
}
$more
END
}

# Asks a page of the member in this container; the JRE's image need not have curl.
health() {
  local page="${1:-}" at="${http%:*}" line=""
  [[ "$page" == live || "$page" == ready ]] || fail "--health is given '$page': it must be live or ready"
  [[ "$http" == *:* && "$at" != 0.0.0.0 && "$at" != '[::]' ]] || at="127.0.0.1"
  {
    exec 3<>"/dev/tcp/$at/${http##*:}" &&
      printf 'GET /health/%s HTTP/1.0\r\n\r\n' "$page" >&3 &&
      read -r -t 5 line <&3
  } 2>/dev/null || {
    echo "atomix-mcast: no answer from $at:${http##*:}"
    exit 1
  }
  [[ "$line" == *" 200 "* ]] || {
    echo "atomix-mcast: not $page"
    exit 1
  }
}

if [[ ! "$http" =~ ^(.+:)?[0-9]{1,5}$ ]] || ((10#${http##*:} < 1 || 10#${http##*:} > 65535)); then
  fail "MCAST_HTTP is '$http': it must be HOST:PORT, such as 0.0.0.0:8080, or a port"
fi

case "${1:-}" in
  --health)
    health "${2:-}"
    exit 0
    ;;
  --print)
    configuration
    exit 0
    ;;
esac

[[ -x "$home/bin/mcast" ]] || fail "MCAST_HOME is '$home': no bin/mcast is there; set it to the folder of the unpacked archive"
if ! mkdir -p "$data" 2>/dev/null || [[ ! -w "$data" ]]; then
  fail "MCAST_DATA is '$data': $(id -un 2>/dev/null || id -u) cannot write there; mount a volume that it owns (fsGroup in Kubernetes), or set MCAST_DATA"
fi

if [[ -n "${MCAST_CONFIG:-}" ]]; then
  readable MCAST_CONFIG "$MCAST_CONFIG"
  config="$MCAST_CONFIG"
else
  # First all of it, then in one step: what a failed start leaves is the old one.
  made="$(configuration)"
  config="$data/node.conf"
  printf '%s\n' "$made" >"$config.new"
  mv -f "$config.new" "$config"
fi

# A node without memory ends instead of being half alive. Logs are mapped files, for which the rest of the memory is.
# Addresses of other members' names are asked for again after 5 s, since they change when a container does.
export MCAST_JAVA_OPTS="-XX:+ExitOnOutOfMemoryError -XX:MaxRAMPercentage=50 -Dsun.net.inetaddr.ttl=5 ${MCAST_JAVA_OPTS:-}"
exec "$home/bin/mcast" agent --config "$config" --data "$data" --http "$http" "$@"

#!/usr/bin/env bash
# A small Slurm of its own for tests and trials: a controller and three nodes on this machine, each with an address, a host name and
# processes of its own (namespaces). Needs Debian's slurm-wlm, munge and iproute2, and root; where namespaces are not allowed, or to who is
# not root, it is one node on the machine itself. Configuration, ports, keys and logs are its own: a Slurm that runs here is not touched.
#
#   eng/slurm-cluster.sh up DIR [PID]    starts it in the new folder DIR; prints its nodes; goes down by itself when process PID ends
#   PATH=DIR/bin:$PATH giqa ... --on slurm
#   eng/slurm-cluster.sh lose DIR NODE   all of the node's processes are killed and its cable is pulled; `return DIR NODE` starts it again
#   eng/slurm-cluster.sh crash DIR       kills the controller; `start DIR` starts it again, from what it had saved
#   eng/slurm-cluster.sh down DIR        ends everything; logs stay in DIR
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
nodes=(n1 n2 n3)

say() { printf 'slurm-cluster: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

# A process in the background, with a process group of its own, that holds none of the caller's streams; its number goes to DIR/NAME.pid.
background() { # NAME command...
  local name=$1
  shift
  setsid "$@" </dev/null >"$dir/log/$name.out" 2>&1 &
  echo $! >"$dir/$name.pid"
  disown
}

pid_of() { cat "$dir/$1.pid" 2>/dev/null || true; }

end() { # NAME SIGNAL
  local pid
  pid=$(pid_of "$1")
  if [ -n "$pid" ]; then kill "-$2" -- "-$pid" 2>/dev/null || true; fi
  # Its number is soon another's, and is never to be killed again.
  rm -f "$dir/$1.pid"
}

wait_for() { # seconds what command...
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$until" ] || give_up "$what; the logs are in $dir/log"
    sleep .1
  done
}

# Whether hosts of their own can be made here; else why not.
why_no_hosts() {
  if [ "$(id -u)" != 0 ]; then echo "not root"; return; fi
  command -v ip >/dev/null || { echo "iproute2 is not installed"; return; }
  # What the cluster will do: a link between two networks, and processes with a /proc of their own.
  unshare --net --uts --pid --mount-proc --fork bash -c 'hostname n0 && ip link add one type veth peer name two && ip link add three type bridge' 2>&1 | head -1 || true
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    grep -qi ":$(printf %04X "$port") " /proc/net/tcp /proc/net/tcp6 2>/dev/null || { echo "$port"; return; }
  done
}

configure() {
  local mode=$1 user host node index=0
  user=$(id -un)
  if [ "$mode" = hosts ]; then host='login(10.77.0.1)'; else host="$(hostname -s)(127.0.0.1)"; fi
  cat >"$dir/slurm.conf" <<CONF
ClusterName=giqa
SlurmctldHost=$host
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge.sock
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdParameters=config_overrides
SlurmctldPort=$(if [ "$mode" = hosts ]; then echo 6817; else free_port; fi)
SlurmctldPidFile=$dir/slurmctld.run
SlurmdPidFile=$dir/slurmd-%n.run
SlurmdSpoolDir=$dir/spool-%n
StateSaveLocation=$dir/state
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd-%n.log
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,bf_interval=5
# A lost node is noticed soon, and a finished job forgotten at once: both happen on real clusters, later.
SlurmctldTimeout=30
SlurmdTimeout=10
MessageTimeout=5
KillWait=1
MinJobAge=2
InactiveLimit=0
CONF
  if [ "$mode" = hosts ]; then
    for node in "${nodes[@]}"; do
      index=$((index + 1))
      echo "NodeName=$node NodeAddr=10.77.0.1$index Port=6818 CPUs=2 RealMemory=1000" >>"$dir/slurm.conf"
    done
  else
    echo "NodeName=n1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(free_port) CPUs=6 RealMemory=1000" >>"$dir/slurm.conf"
  fi
  echo "PartitionName=main Nodes=$(IFS=,; echo "${nodes[*]}") Default=YES MaxTime=INFINITE State=UP" >>"$dir/slurm.conf"
}

# Slurm's commands as they are on a machine from which jobs are submitted.
make_commands() {
  local name enter=
  mkdir -p "$dir/bin"
  if [ "$(cat "$dir/mode")" = hosts ]; then enter="nsenter --net=/proc/$(pid_of login)/ns/net --uts=/proc/$(pid_of login)/ns/uts"; fi
  for name in sbatch squeue scancel scontrol sinfo srun; do
    printf '#!/bin/sh\necho %s "$@" >>%q\nSLURM_CONF=%q exec %s %q "$@"\n' "$name" "$dir/log/commands" "$dir/slurm.conf" "$enter" "$(command -v "$name")" >"$dir/bin/$name"
    chmod +x "$dir/bin/$name"
  done
}

start_controller() {
  local enter=()
  if [ "$(cat "$dir/mode")" = hosts ]; then enter=(nsenter "--net=/proc/$(pid_of login)/ns/net" "--uts=/proc/$(pid_of login)/ns/uts"); fi
  background slurmctld "${enter[@]}" env SLURM_CONF="$dir/slurm.conf" slurmctld -D
}

# A node is a shell with a network, a name and a process table of its own, and slurmd in it; killing the shell kills all that is in it.
# Not by "ip netns exec": that lays a /sys without cgroups over the other, and slurmd then refuses to start.
start_node() {
  local node=$1 inner
  if [ "$(cat "$dir/mode")" != hosts ]; then
    background "$node" env SLURM_CONF="$dir/slurm.conf" slurmd -D -N "$node"
    return
  fi
  rm -f "$dir/$node.linked"
  # shellcheck disable=SC2016
  background "$node" unshare --net --uts --pid --mount-proc --fork --kill-child bash -c \
    'hostname "$0"; until [ -e "$1" ]; do sleep .05; done; SLURM_CONF=$2 slurmd -D -N "$0" & wait' "$node" "$dir/$node.linked" "$dir/slurm.conf"
  inner() { cut -d' ' -f1 "/proc/$(pid_of "$node")/task/$(pid_of "$node")/children" | grep .; }
  wait_for 10 "$node does not start" inner
  local network
  network=$(inner)
  wait_for 10 "$node gets no network of its own" test "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$network/ns/net")"
  ip link add "giqa-$node" netns "$(pid_of login)" type veth peer name eth0 netns "$network"
  nsenter --net="/proc/$(pid_of login)/ns/net" ip link set "giqa-$node" master cables up
  nsenter --net="/proc/$network/ns/net" sh -c "ip link set lo up && ip addr add 10.77.0.1${node#n}/24 dev eth0 && ip link set eth0 up"
  : >"$dir/$node.linked"
}

up() {
  local owner=${1:-} reason program
  for program in slurmctld slurmd munged sbatch; do
    command -v "$program" >/dev/null || give_up "$program is missing: apt-get install slurm-wlm munge iproute2"
  done
  [ ! -e "$dir/mode" ] || give_up "$dir holds a cluster already"
  mkdir -p "$dir"/{log,state}
  chmod 755 "$dir"
  trap 'code=$?; if [ $code != 0 ]; then down; fi' EXIT
  reason=$(why_no_hosts)
  if [ -z "$reason" ]; then
    echo hosts >"$dir/mode"
  else
    say "one node on this machine in the place of three: $reason"
    echo one >"$dir/mode"
    nodes=(n1)
  fi
  echo "${nodes[*]}" >"$dir/nodes"
  configure "$(cat "$dir/mode")"
  head -c 1024 /dev/urandom >"$dir/munge.key"
  chmod 600 "$dir/munge.key"
  background munged munged --foreground --force --key-file="$dir/munge.key" --socket="$dir/munge.sock" --pid-file="$dir/munged.run" --log-file="$dir/log/munged.log" --seed-file="$dir/munge.seed"
  if [ -n "$owner" ]; then background owner bash -c 'tail --pid="$0" -f /dev/null; rm "$2/owner.pid"; exec "$1" down "$2"' "$owner" "$(readlink -f "$0")" "$dir"; fi
  if [ -z "$reason" ]; then
    background login unshare --net --uts bash -c 'hostname login; ip link set lo up; ip link add cables type bridge; ip addr add 10.77.0.1/24 dev cables; ip link set cables up; : >"$0"; exec sleep infinity' "$dir/login.linked"
    wait_for 10 "the machine for submitting does not start" test -e "$dir/login.linked"
  fi
  make_commands
  wait_for 10 "munged does not start" test -S "$dir/munge.sock"
  start_controller
  for node in "${nodes[@]}"; do start_node "$node"; done
  wait_for 60 "the nodes do not become idle" bash -c "[ \"\$('$dir/bin/sinfo' --noheader --Node --states=idle --format=%N | sort -u | wc -l)\" = ${#nodes[@]} ]"
  cat "$dir/nodes"
}

# The jobs end with their nodes; on a node that is this machine they are cancelled.
down() {
  [ -e "$dir/mode" ] || return 0
  if [ "$(cat "$dir/mode")" != hosts ] && [ -x "$dir/bin/scancel" ]; then
    timeout 5 "$dir/bin/scancel" --user="$(id -un)" >/dev/null 2>&1 || true
    sleep 1
  fi
  rm "$dir/mode"
  for name in owner n1 n2 n3 slurmctld munged login; do end "$name" KILL; done
  rm -rf "$dir"/{*.pid,*.linked,*.run,*.sock*,munge.key,munge.seed,state,bin} "$dir"/spool-*
}

verb=${1:-} dir=${2:-}
[ -n "$dir" ] || give_up "usage: $0 up|down|lose|return|crash|start DIR [NODE|PID]"
mkdir -p "$dir"
dir=$(readlink -f "$dir")
case $verb in
  up) up "${3:-}" ;;
  down) down ;;
  lose)
    [ "$(cat "$dir/mode")" = hosts ] || give_up "the only node is this machine"
    nsenter --net="/proc/$(pid_of login)/ns/net" ip link set "giqa-$3" down
    end "$3" KILL
    ;;
  return)
    start_node "$3"
    ;;
  crash)
    # Once it has saved what it knows, which it does within seconds of a change: numbers that it forgot it would give again, and a node that knows them drains.
    touch "$dir/crash"
    "$dir/bin/scancel" "$("$dir/bin/sbatch" --parsable --hold --output=/dev/null --wrap true)"
    wait_for 60 "the controller does not save its state" bash -c "[ '$dir/state/job_state' -nt '$dir/crash' ]"
    end slurmctld KILL
    ;;
  start) start_controller ;;
  *) give_up "$verb: up, down, lose, return, crash or start" ;;
esac

# Sourced by run.sh and bench.sh: a PostgreSQL and a Redis of their own, on free ports, in a temporary folder.

need() { # need COMMAND PACKAGE
  command -v "$1" >/dev/null 2>&1 && return
  install "$2"
}

install() { # install PACKAGE
  if [ -z "${apt_updated:-}" ]; then
    apt-get update -qq || { echo "apt-get update failed; install package $1 by hand" >&2; return 1; }
    apt_updated=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null \
    || { echo "package $1 could not be installed" >&2; return 1; }
}

postgres_bin() { # the newest PostgreSQL programs of this machine
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1
}

need_time_zones() { # the IANA database
  [ -e /usr/share/zoneinfo/Australia/Lord_Howe ] || install tzdata
}

need_postgres() {
  [ -n "$(postgres_bin)" ] && return
  # Debian's package would start a cluster of its own.
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  install postgresql
}

need_redis() { need_server redis-server redis-server; }

need_prometheus() { need_server promtool prometheus; }

need_server() { # need_server COMMAND PACKAGE, whose package would start a server of its own
  command -v "$1" >/dev/null 2>&1 && return
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
  install "$2"
  local code=$?
  rm -f /usr/sbin/policy-rc.d
  return $code
}

free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 50); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() { # start_postgres FOLDER: sets postgres_data and postgres_port
  postgres_data=$1/postgres
  postgres_port=$(free_port)
  mkdir -p "$postgres_data" && chmod 700 "$postgres_data"
  if [ "$(id -u)" = 0 ]; then chown postgres "$postgres_data"; fi
  as_postgres "$(postgres_bin)/initdb" -D "$postgres_data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null \
    || { echo "initdb failed" >&2; return 1; }
  as_postgres tee -a "$postgres_data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $postgres_port
unix_socket_directories = ''
max_connections = 300
shared_buffers = ${POSTGRES_SHARED_BUFFERS:-128MB}
max_wal_size = 4GB
CONF
  as_postgres "$(postgres_bin)/pg_ctl" -D "$postgres_data" -l "$postgres_data/server.log" -w -s start \
    || { echo "PostgreSQL does not start:" >&2; tail -n 20 "$postgres_data/server.log" >&2; return 1; }
}

stop_postgres() {
  [ -n "${postgres_data:-}" ] && as_postgres "$(postgres_bin)/pg_ctl" -D "$postgres_data" -m immediate -s stop
}

start_redis() { # start_redis FOLDER: sets redis_pid and redis_port
  redis_port=$(free_port)
  mkdir -p "$1/redis"
  redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$1/redis" --appendonly yes --appendfsync everysec --save "" \
    --maxmemory-policy noeviction --daemonize no --logfile "$1/redis/server.log" &
  redis_pid=$!
  local try
  for try in $(seq 100); do
    [ "$(redis-cli -p "$redis_port" ping 2>/dev/null)" = PONG ] && return
    sleep 0.1
  done
  echo "Redis does not answer:" >&2
  tail -n 20 "$1/redis/server.log" >&2
  return 1
}

stop_redis() {
  [ -n "${redis_pid:-}" ] && kill "$redis_pid" 2>/dev/null && wait "$redis_pid" 2>/dev/null
}

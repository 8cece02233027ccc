#!/bin/bash
# with-environment.sh COMMAND… — runs a program of the panel with the settings that it was started with. They hold
# secrets (the database's URL), so the daemons, which are supervisord's children as well, must not inherit them.
while IFS= read -r -d '' pair; do
  # shellcheck disable=SC2163
  export "$pair"
done </srv/environment
exec "$@"

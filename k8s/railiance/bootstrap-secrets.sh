#!/usr/bin/env bash
# Makes the Secrets of activity-core with empty placeholders, and leaves every key alone that is there already. No value stands
# here or anywhere else in Git: fill them from the vault, for instance
#   bao kv get -field=OPS_HUB_KEY platform/operators/ops-hub/runtime | k8s/railiance/bootstrap-secrets.sh --fill activity-core-ops-hub OPS_HUB_KEY
# usage: bootstrap-secrets.sh                       make what is missing
#        bootstrap-secrets.sh --fill SECRET KEY     set one key to what comes on standard input, never shown
# NAMESPACE (activity-core) and KUBECTL (kubectl) may be set.
set -euo pipefail
namespace=${NAMESPACE:-activity-core}
kubectl() { command "${KUBECTL:-kubectl}" --namespace "$namespace" "$@"; }

keys_of() { kubectl get secret "$1" --ignore-not-found -o go-template='{{range $key, $value := .data}}{{$key}}{{"\n"}}{{end}}'; }

# placeholder SECRET KEY...
placeholder() {
  local secret=$1 key keys
  shift
  if [ -z "$(kubectl get secret "$secret" --ignore-not-found -o name)" ]; then
    kubectl create secret generic "$secret" >/dev/null
    kubectl label secret "$secret" app.kubernetes.io/name=activity-core app.kubernetes.io/part-of=activity-core >/dev/null
  fi
  keys=$(keys_of "$secret")
  for key; do
    if grep -qxF "$key" <<<"$keys"; then
      echo "$secret: $key is there"
    else
      kubectl patch secret "$secret" --type merge --patch "{\"data\":{\"$key\":\"\"}}" >/dev/null
      echo "$secret: $key is an empty placeholder now"
    fi
  done
}

if [ "${1:-}" = --fill ]; then
  [ $# -eq 3 ] || { sed -n '2,8p' "${BASH_SOURCE[0]}" >&2; exit 2; }
  # Through standard input, so that the value stands in no list of processes.
  base64 -w 0 | { printf '{"data":{"%s":"' "$3"; cat; printf '"}}'; } | kubectl patch secret "$2" --type merge --patch-file /dev/stdin >/dev/null
  echo "$2: $3 is filled; restart the parts that read it: kubectl --namespace $namespace rollout restart deployment"
  exit 0
fi
[ $# -eq 0 ] || { sed -n '2,8p' "${BASH_SOURCE[0]}" >&2; exit 2; }

# The role of activity-core-database may not change the schema; the one of activity-core-migrate may.
placeholder activity-core-database DATABASE_URL
placeholder activity-core-migrate DATABASE_URL
placeholder activity-core-temporal TEMPORAL_API_KEY
placeholder activity-core-nats NATS_URL NATS_TOKEN
placeholder activity-core-issue-core ISSUE_CORE_API_KEY
placeholder activity-core-ops-hub OPS_HUB_KEY

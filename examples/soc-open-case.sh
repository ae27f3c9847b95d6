#!/usr/bin/env bash
# A SOC opens a case from a file of indicators: ./soc-open-case.sh FILE [TITLE]
#
# Needs bash, curl and base64. The hub and the key are SANSHA_URL and SANSHA_API_KEY, else those of the SOC in
# first-run.json of SANSHA_DATA_DIR (.data beside this folder), as the first `npm start` wrote it.
set -euo pipefail

file=${1:?"Usage: $0 FILE [TITLE]"}
title=${2:-"Indicators from $(basename "$file")"}
first_run=${SANSHA_DATA_DIR:-$(dirname "$0")/../.data}/first-run.json

# first-run.json has one field a line; values hold no quotes.
known() { sed -n "s/^ *\"$1\": \"\(.*\)\",\{0,1\}$/\1/p" "$first_run"; }
url=${SANSHA_URL:-$(known url)}
key=${SANSHA_API_KEY:-$(known soc)}

# A text as a JSON string. What a name of a file cannot hold need not be escaped.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | tr -d '\000-\037')"; }

# One call: the case, and what is good in the file as its indicators. The same key does it once, however often it is sent.
query='mutation ($input: OpenCaseInput!) { openCase(input: $input) {
  case { id reference } summary { format stored unchanged refusedCount refused { at message } } } }'
status=0
answer=$({
  printf '{"query": %s, "variables": {"input": {' "$(quoted "$(printf '%s' "$query" | tr '\n' ' ')")"
  printf '"idempotencyKey": "%s", "title": %s, "severity": "LEVEL_3", ' "$(cksum <"$file" | tr ' ' -)-$(date +%s)" "$(quoted "$title")"
  printf '"file": {"filename": %s, "contentBase64": "' "$(quoted "$(basename "$file")")"
  base64 <"$file" | tr -d '\n'
  printf '"}}}}'
} | curl --silent --show-error --fail-with-body --retry 3 --data-binary @- \
  --header 'Content-Type: application/json' --header "Authorization: Bearer $key" "$url") || status=$?
printf '%s\n' "$answer"
# GraphQL says in the answer what it refused; a name in it has its quotes escaped.
[[ $status = 0 && $answer != *'"errors":'* ]]

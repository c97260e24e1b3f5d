#!/usr/bin/env bash
# Prints a Markdown table with the registers per thread of each kernel, as compiled by nvcc, and the
# spilled bytes (stored + loaded) if there are any. Arguments: architectures; the default is one of each
# generation.
#   native/usage.sh sm_75 sm_80 sm_90 sm_120
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- sm_75 sm_80 sm_90 sm_120
targets=()
for architecture; do
  targets+=(-gencode "arch=${architecture/sm/compute},code=$architecture")
done
for source in src/*.cu; do
  nvcc -O3 -std=c++17 -Iinclude -Isrc "${targets[@]}" --resource-usage -c "$source" -o /dev/null 2>&1 |
    c++filt | sed -E 's/zener::|\(anonymous namespace\)::|_GLOBAL__N__[0-9a-f]+_[0-9a-z_]+:://g' |
    awk -v file="$(basename "$source" .cu)" '
      /Compiling entry function/ {
        split($0, quoted, "\047"); kernel = quoted[2]; architecture = quoted[4]
        sub(/^void /, "", kernel); sub(/\(.*/, "", kernel)
      }
      /bytes spill stores/ { match($0, /[0-9]+ bytes spill stores/); stores = substr($0, RSTART) + 0
                             match($0, /[0-9]+ bytes spill loads/); loads = substr($0, RSTART) + 0 }
      /Used [0-9]+ registers/ {
        match($0, /Used [0-9]+/); used = substr($0, RSTART + 5, RLENGTH - 5)
        print file "\t" kernel "\t" architecture "\t" used (stores + loads > 0 ? " (" stores "+" loads ")" : "")
      }'
done |
  awk -F '\t' -v architectures="$*" '
    BEGIN {
      n = split(architectures, all, " ")
      head = "| file | kernel |"; rule = "|---|---|"
      for (i = 1; i <= n; i++) { head = head " " all[i] " |"; rule = rule "---|" }
      print head; print rule
    }
    { row = $1 "\t" $2; if (!(row in seen)) { seen[row] = 1; order[++rows] = row }; cell[row, $3] = $4 }
    END {
      for (r = 1; r <= rows; r++) {
        split(order[r], part, "\t")
        line = "| `" part[1] ".cu` | `" part[2] "` |"
        for (i = 1; i <= n; i++) line = line " " cell[order[r], all[i]] " |"
        print line
      }
    }'

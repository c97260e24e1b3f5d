#!/usr/bin/env bash
# Checks and times the CUDA kernels on a card, within 12 minutes. It prints one line for each check and writes
# everything to a folder. It goes on after a check that fails; the exit code is 1 if any failed.
#   native/card.sh OUTPUT_FOLDER [BUILD_FOLDER]
# BUILD_FOLDER contains libzener_cuda.so and zener_test. Without it, they are built for this card alone.
# Environment:
#   PARTS            the parts to run; default: info build recorded checks memcheck racecheck initcheck times replay
#                    soak mmd step ncu
#   TRACES           files of StepDump, see README.md, separated by spaces; default: target/*.trace
#   ZENER_CUBLASLT   the file or folder of cuBLASLt; default: that of PyTorch, else Zener searches for it
#   PYTHON           a Python with PyTorch and Transformers
#   ZENER_EMULATION  1: run what the emulation can run, without a card
set -uo pipefail

ALL="info build recorded checks memcheck racecheck initcheck times replay soak mmd step ncu"
MOST=720 # seconds

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
parts=${PARTS:-$ALL}
for part in $parts; do
  case " $ALL " in
    *" $part "*) ;;
    *) echo "PARTS: there is no part $part; the parts are $ALL" >&2; exit 2 ;;
  esac
done
native=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1" || exit 2
out=$(cd "$1" && pwd)
emulated=${ZENER_EMULATION:-0}
good=0 bad=0 left_out=0
: >"$out/summary.txt"

say() { echo "$*" | tee -a "$out/summary.txt"; }

ok() { good=$((good + 1)); say "ok $*"; }

failed() { bad=$((bad + 1)); say "FAILED $*"; }

skipped() { left_out=$((left_out + 1)); say "skipped: $*"; }

wanted() { case " $parts " in *" $1 "*) true ;; *) false ;; esac; }

# The line of a log that says best what went wrong.
cause() { { grep -m 1 -E 'FAILED|rror|refused|unknown' "$1" || tail -n 1 "$1"; } 2>/dev/null | cut -c 1-300; }

# check NAME SECONDS COMMAND...: runs the command for at most so many seconds and reports it. Its output goes to
# NAME.log.
check() {
  local name=$1 limit=$2 code begin=$SECONDS
  shift 2
  if [ $((MOST - SECONDS)) -lt 5 ]; then
    skipped "$name: the $MOST seconds are over"
    return 1
  fi
  [ "$limit" -le $((MOST - SECONDS)) ] || limit=$((MOST - SECONDS))
  timeout -k 5 "$limit" "$@" >"$out/$name.log" 2>&1 </dev/null
  code=$?
  local took="$((SECONDS - begin)) s"
  case $code in
    0) ok "$name ($took)" ;;
    124 | 137) failed "$name ($took): stopped after $limit s, see $name.log" ;;
    *) failed "$name ($took): exit code $code, see $name.log: $(cause "$out/$name.log")" ;;
  esac
  return $code
}

# Without a card, emulated. Prints a line and returns 1 if the part needs a card.
needs_card() {
  [ "$emulated" != 1 ] && return 0
  skipped "$1: needs a card"
  return 1
}

needs_program() {
  command -v "$2" >/dev/null && return 0
  skipped "$1: $2 is not installed"
  return 1
}

for folder in /usr/local/cuda/bin /usr/local/cuda-*/bin /opt/nvidia/nsight-compute/*; do
  if [ -d "$folder" ]; then PATH=$PATH:$folder; fi
done

info() {
  date -u
  uname -srm
  nproc
  nvidia-smi --query-gpu=name,driver_version,compute_cap,memory.total,clocks.sm,clocks.mem,power.limit --format=csv
  nvcc --version
  ncu --version
  compute-sanitizer --version
  "${python:-python3}" -c 'import torch, transformers; print("torch", torch.__version__, "transformers", transformers.__version__)'
  true
}

python=
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 /opt/*/.venv/bin/python3 /opt/*/bin/python3; do
    if [ -n "$candidate" ] && "$candidate" -c 'import torch' 2>/dev/null; then
      python=$candidate
      return
    fi
  done
}

# cuBLASLt of the Python package that PyTorch uses.
find_cublaslt() {
  local file
  for file in $("${python:-python3}" -c '
import glob, nvidia
for folder in nvidia.__path__:
    for file in sorted(glob.glob(folder + "/*/lib/libcublasLt.so*"), reverse=True):
        print(file)' 2>/dev/null) /opt/*/.venv/lib/python*/site-packages/nvidia/*/lib/libcublasLt.so*; do
    if [ -f "$file" ]; then
      export ZENER_CUBLASLT=$file
      return
    fi
  done
}

build() {
  local kind=(-DZENER_EMULATION=ON)
  if [ "$emulated" != 1 ]; then
    local architecture
    architecture=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader | head -n 1 | tr -d '. ')
    kind=(-DCMAKE_CUDA_ARCHITECTURES="$architecture" -DZENER_LINES=ON)
  fi
  cmake -S "$native" -B "$build_folder" "${kind[@]}" && cmake --build "$build_folder" --parallel "$(nproc)"
}

# Products load cuBLASLt, which takes the tools long, so they have their own check. Hazards within the kernels of
# cuBLASLt are not looked for.
sanitize() {
  needs_card "$1" && needs_program "$1" compute-sanitizer || return
  local tool=(compute-sanitizer --tool "$1" --error-exitcode 9 --print-limit 30) own=()
  check "$1" "$2" "${tool[@]}" "$test" --checks --short --only "$("$test" --list | grep -vxE 'linear|lstm' | paste -sd ,)"
  found "$1"
  [ "$1" = memcheck ] || own=(--kernel-regex kns=zener)
  check "$1-linear" "$2" "${tool[@]}" "${own[@]}" "$test" --checks --short --only linear,lstm
  found "$1-linear"
}

# What compute-sanitizer found: warnings do not change its exit code.
found() {
  if [ -f "$out/$1.log" ]; then sed -n 's/^=* *\(.*SUMMARY.*\)/  \1/p' "$out/$1.log" | tee -a "$out/summary.txt"; fi
}

# One line per kernel: its name, how often it was seen, and means of duration and throughput.
summarise() {
  "${python:-python3}" - "$1" <<'PY'
import collections, csv, io, statistics, sys

rows = [line for line in open(sys.argv[1], errors="replace") if line.startswith('"')]
table = list(csv.DictReader(io.StringIO("".join(rows))))
units, table = table[0], table[1:]
TIME, MEMORY, COMPUTE = (
    "gpu__time_duration.sum",
    "gpu__compute_memory_throughput.avg.pct_of_peak_sustained_elapsed",
    "sm__throughput.avg.pct_of_peak_sustained_elapsed",
)
REGISTERS = "launch__registers_per_thread"
scale = {"ns": 1e-3, "nsecond": 1e-3, "us": 1, "usecond": 1, "ms": 1e3, "msecond": 1e3}[units[TIME]]
kernels = collections.defaultdict(list)
for row in table:
    name = row["Kernel Name"].removeprefix("void ").replace("(anonymous namespace)::", "").replace("<unnamed>::", "")
    kernels[name.split("(")[0] + " grid " + row["Grid Size"]].append(row)
mean = lambda seen, key: statistics.mean(float(row[key].replace(",", "")) for row in seen)
for name, seen in kernels.items():
    print(
        f"  {name}: {scale * mean(seen, TIME):.1f} us, memory {mean(seen, MEMORY):.0f} %, compute"
        f" {mean(seen, COMPUTE):.0f} %, {mean(seen, REGISTERS):.0f} registers ({len(seen)} launches)"
    )
PY
}

profile() {
  needs_card ncu && needs_program ncu ncu || return
  local metrics=gpu__time_duration.sum,gpu__compute_memory_throughput.avg.pct_of_peak_sustained_elapsed
  metrics+=,sm__throughput.avg.pct_of_peak_sustained_elapsed,launch__registers_per_thread
  check ncu 90 ncu --clock-control none --kernel-name-base demangled --kernel-name regex:zener --launch-count 60 \
    --metrics "$metrics" --csv --page raw --print-units base "$test" --times --once --only attention,layernorm,optimiser
  if grep -q ERR_NVGPUCTRPERM "$out/ncu.log"; then
    say "  ncu has no permission to read the performance counters of this card"
  else
    summarise "$out/ncu.log" 2>"$out/ncu-summary-errors.log" | tee -a "$out/summary.txt"
  fi
}

# Python with PyTorch, or a line that says that it is missing.
needs_torch() {
  needs_card "$1" || return
  [ -n "$python" ] && return 0
  skipped "$1: no Python with PyTorch was found; PYTHON names one"
  return 1
}

[ "$emulated" = 1 ] || find_python
if [ "$emulated" != 1 ] && [ -z "${ZENER_CUBLASLT:-}" ]; then find_cublaslt; fi

if wanted info; then
  info >"$out/info.log" 2>&1
  if [ "$emulated" = 1 ]; then
    ok "info: emulated, $(date -u +%F)"
  elif command -v nvidia-smi >/dev/null; then
    ok "info: $(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader | head -n 1)," \
      "nvcc $(nvcc --version 2>/dev/null | sed -n 's/.*release \([0-9.]*\).*/\1/p'), $(date -u +%F)"
  else
    failed "info: nvidia-smi is not installed"
  fi
  [ "$emulated" = 1 ] || say "  cuBLASLt: ${ZENER_CUBLASLT:-Zener searches for it}; Python: ${python:-none with PyTorch}"
fi

if [ $# -eq 2 ]; then
  build_folder=$(cd "$2" 2>/dev/null && pwd) || build_folder=$2
  if wanted build; then say "  build: uses $build_folder"; fi
else
  build_folder=$native/../target/$([ "$emulated" = 1 ] && echo emulated || echo card)
  if wanted build; then
    export native build_folder emulated
    export -f build
    check build 240 bash -c build
  fi
fi
test=$build_folder/zener_test
export LD_LIBRARY_PATH=$build_folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
if [ ! -x "$test" ] || [ ! -f "$build_folder/libzener_cuda.so" ]; then
  failed "build: $build_folder has no zener_test or no libzener_cuda.so, so the rest is not run"
  exit 1
fi

# The emulated cuBLASLt always refuses to choose an algorithm while a stream records.
if wanted recorded && needs_card recorded; then check recorded 60 "$test" --recorded-first --verbose; fi
if wanted checks; then # each op in its own process, because some errors leave a process without device
  for op in $("$test" --list); do
    check "checks-$op" 60 "$test" --checks --verbose --only "$op"
  done
fi
if wanted memcheck; then sanitize memcheck 60; fi
if wanted racecheck; then sanitize racecheck 60; fi
if wanted initcheck; then sanitize initcheck 45; fi
if wanted times && check times 90 "$test" --times; then
  [ "$emulated" = 1 ] || cat "$out/times.log"
fi
# Whole steps, as Java runs them.
if wanted replay; then
  traces=${TRACES:-$(ls "$native"/../target/*.trace 2>/dev/null)}
  [ -n "$traces" ] || skipped "replay: there is no file of StepDump"
  for trace in $traces; do
    name=replay-$(basename "$trace" .trace)
    check "$name" 60 "$build_folder/zener_replay" "$trace" && tail -n 2 "$out/$name.log"
  done
fi
# Rare errors: every line of the table for some seconds, first alone, then in four processes that share the card.
soak() {
  local process processes=() bad=0
  for process in 1 2 3 4; do
    "$test" --soak 1 >"$out/soak-shared-$process.log" 2>&1 &
    processes+=($!)
  done
  for process in "${processes[@]}"; do wait "$process" || bad=1; done
  grep -H FAILED "$out"/soak-shared-*.log
  return $bad
}
if wanted soak; then
  check soak 60 "$test" --soak "$([ "$emulated" = 1 ] && echo 0.01 || echo 0.5)"
  if needs_card soak-shared; then
    export -f soak
    export test out
    check soak-shared 90 bash -c soak
  fi
fi
if wanted mmd && needs_torch mmd; then
  check mmd 75 "$python" "$native/compare_mmd.py" "$build_folder/libzener_cuda.so" && cat "$out/mmd.log"
fi
if wanted step && needs_torch step; then
  check step 150 "$python" "$native/step.py"
  cat "$out/step.log"
fi
if wanted ncu; then profile; fi

say "$good ok, $bad failed, $left_out skipped, $SECONDS s"
[ "$bad" -eq 0 ]

#!/usr/bin/env bash
# Builds the library of kernels and puts it where Maven packs it into the jar; pom.xml runs it.
#   native/pack.sh CLASSES BUILDS all          for all supported cards; an error if that is not possible
#   native/pack.sh CLASSES BUILDS card         for the cards of this machine, if it has any and nvcc
#   native/pack.sh CLASSES BUILDS card 90      as if this machine had a card of compute capability 9.0
#   native/pack.sh CLASSES BUILDS card none    as if it had none
# CLASSES is the folder of the jar's contents, BUILDS a folder for builds. nvcc is searched for in CUDACXX, on the
# PATH, in CUDA_HOME and in the folders of the pattern TOOLKITS, by default /usr/local/cuda*.
set -uo pipefail

MOST=20000000 # bytes; the jar is downloaded by people without a card, too
native=$(cd "$(dirname "$0")" && pwd)
packed=$1/dev/zener/op/cuda/libzener_cuda.so
builds=$2
cards=$3
named=${4:-}

fail() {
  echo "$*" >&2
  exit 1
}

# Without a library, the jar must not contain that of an earlier build either.
leave_out() {
  rm -f "$packed"
  echo "This jar is for the CPU. $*"
  exit 0
}

find_nvcc() {
  local candidate
  for candidate in "${CUDACXX:-}" "$(command -v nvcc)" "${CUDA_HOME:-/nowhere}/bin/nvcc" \
    ${TOOLKITS:-/usr/local/cuda*}/bin/nvcc; do
    if [ -x "$candidate" ]; then
      export CUDACXX=$candidate
      return 0
    fi
  done
  return 1
}

# The compute capabilities of this machine's cards as 90 or 80;90; empty if there is none from Turing on.
ask_cards() {
  if [ -n "$named" ]; then
    if [ "$named" != none ]; then echo "$named"; fi
  elif [ -e /dev/nvidia0 ] || command -v nvidia-smi >/dev/null; then
    nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | tr -d '. ' |
      awk '/^[0-9]+$/ && $1 >= 75' | sort -u | paste -sd ';'
  fi
}

options=()
if [ "$cards" = all ]; then
  find_nvcc || fail "mvn -Pcuda needs nvcc, the compiler of NVIDIA's CUDA toolkit: install the toolkit (12 or 13) and" \
    "put its folder bin on the PATH, or set CUDACXX to the file nvcc. Without -Pcuda, the jar is for the CPU."
  command -v cmake >/dev/null || fail "mvn -Pcuda needs CMake 3.22 or newer and g++: install them."
else
  cards=$(ask_cards)
  if [ -z "$cards" ]; then
    leave_out "This machine has no NVIDIA card of the Turing generation or later; with nvcc, mvn -Pcuda package" \
      "makes a jar for all cards."

  fi
  find_nvcc || leave_out "This machine has a card, but no nvcc: install the CUDA toolkit and build again."
  command -v cmake >/dev/null || leave_out "This machine has a card and nvcc, but no CMake: install it and build again."
  options=("-DCMAKE_CUDA_ARCHITECTURES=$cards")
fi

build=$builds/native-${cards//;/-}
log=$build/build.log
mkdir -p "$build" "$(dirname "$packed")"
echo "Compiling the kernels for ${cards/all/all cards}, which takes some minutes: $log"
if ! { cmake -S "$native" -B "$build" "${options[@]}" &&
  cmake --build "$build" --target zener_cuda --parallel "$(nproc)"; } >"$log" 2>&1; then
  fail "The CUDA kernels cannot be compiled, see $log: $(grep -m 1 -iE 'error' "$log")." \
    "A jar for the CPU: mvn -Dzener.card=none package."
fi
bytes=$(stat -c %s "$build/libzener_cuda.so")
if [ "$bytes" -ge "$MOST" ]; then
  rm -f "$packed"
  fail "The library of kernels has $bytes bytes; it must be below $MOST: compile for fewer cards in" \
    "native/CMakeLists.txt."
fi
cp "$build/libzener_cuda.so" "$packed"
echo "This jar is for the CPU and for ${cards/all/all cards from Turing on}: $bytes bytes of kernels."

#!/usr/bin/env bash
# Counts the machine instructions that one more row costs, and fails where a count is above its bound.
#
# check: no row has a fault. clean: the same from RFC 4180, with all outputs. trouble: a check of rows
# that each break three rules, with a report.
#
# Time depends on the machine and its neighbours; a count under callgrind does not. What a run of 8,000
# rows takes is taken off what a run of 12,000 takes, so that neither start-up counts nor what is done
# with the first MiB of a file, to learn how it is written.
#
# benches/instructions.sh            prints each count beside its bound
# benches/instructions.sh --update   writes the counts of now, and bounds a tenth above them
set -euo pipefail
# A failure inside $(…) stops the script too.
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

bounds=benches/instructions.toml
target="${CARGO_TARGET_DIR:-target}"
work="$target/instructions"
rows=12000
few=8000

case "${1:-}" in
  '') update=no ;;
  --update) update=yes ;;
  *)
    echo "instructions.sh: the only option is --update" >&2
    exit 2
    ;;
esac
if ! command -v valgrind >/dev/null; then
  echo "instructions.sh: valgrind is not installed (apt-get install valgrind)" >&2
  exit 2
fi

# With all features, as the tests of the clients build it: once for both.
cargo build --quiet --release --locked --all-features --bin cognito-preflight
mkdir -p "$work"
# generate NAME ROWS BROKEN DIALECT. Which profile writes the file does not matter; this one is built by
# the tests.
generate() {
  cargo bench --quiet --locked --all-features --profile dev --bench generate -- "${@:2}" >"$work/$1-$2.csv"
}
for number in $few $rows; do
  generate check $number 0 cognito
  generate clean $number 0 quoted
  generate trouble $number 1000 cognito
done
head -n 1 "$work/check-$few.csv" >"$work/header.csv"

# instructions WORK ROWS: how many instructions one run takes.
instructions() {
  local arguments counted
  case $1 in
    check) arguments=(check) ;;
    clean)
      arguments=(clean --from rfc4180 --output "$work/users.csv" --rejected "$work/rejected.csv"
        --report "$work/report.jsonl")
      ;;
    trouble) arguments=(check --report "$work/report.jsonl" --max-rejected 100%) ;;
  esac
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$work/valgrind.log" \
    "$target/release/cognito-preflight" "${arguments[@]}" "$work/$1-$2.csv" --force --quiet \
    --csv-header "$work/header.csv" --user-pool benches/pool.json --threads 1
  counted=$(sed -n 's/.*Collected : \([0-9]*\)$/\1/p' "$work/valgrind.log")
  if [[ -z $counted ]]; then
    echo "instructions.sh: valgrind counted nothing; see $work/valgrind.log" >&2
    return 1
  fi
  echo "$counted"
}

# number WORK KEY: a number of the file of bounds, where each section is a work.
number() {
  awk -v section="[$1]" -v key="$2" \
    '$1 ~ /^\[/ { inside = $1 == section } inside && $1 == key { print $3 }' "$bounds"
}

status=0
new="# Instructions that one more row costs, on x86-64; written by benches/instructions.sh --update."
printf '%-8s %22s %10s\n' work 'instructions per row' bound
for each in check clean trouble; do
  with=$(instructions $each $rows)
  without=$(instructions $each $few)
  measured=$(((with - without) / (rows - few)))
  if [[ $update == yes ]]; then
    bound=$((measured * 11 / 10))
    new+=$'\n\n'"[$each]"$'\n'"measured = $measured"$'\n'"bound = $bound"
  else
    bound=$(number $each bound)
    if [[ -z $bound ]]; then
      echo "instructions.sh: $bounds has no bound for $each" >&2
      exit 2
    fi
  fi
  verdict=
  if ((measured > bound)); then
    verdict='  above the bound'
    status=1
  fi
  printf '%-8s %22d %10d%s\n' $each $measured "$bound" "$verdict"
done

if [[ $update == yes ]]; then
  printf '%s\n' "$new" >"$bounds"
elif ((status)); then
  echo "A row has become dearer. Where that is meant, run benches/instructions.sh --update and say why." >&2
fi
exit $status

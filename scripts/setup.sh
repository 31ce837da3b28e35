#!/bin/sh
# Make the environment: CPU torch first (plain pip would bring gigabytes of CUDA on Linux), then the project with its test tools.
set -eu
venv="${1:-.venv}"
python="${PYTHON:-python3}"
"$python" - <<'PY' || { echo "Python 3.11 of nieuwer is nodig (python3 --version)."; exit 1; }
import sys
sys.exit(sys.version_info < (3, 11))
PY
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
pip="$venv/bin/pip"
if ! "$venv/bin/python" -c "import torch" 2>/dev/null; then
  echo "1/2 torch (zonder CUDA) ..."
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64)
      # a CPU build on this machine's own shelf or from PyTorch's CPU index; never the CUDA build from PyPI
      "$pip" download -q --no-deps --no-index ${PIP_FIND_LINKS:+--find-links "$PIP_FIND_LINKS"} -d "$venv/torch" "torch==2.13.0+cpu" 2>/dev/null ||
        "$pip" download -q --no-deps -d "$venv/torch" --index-url https://download.pytorch.org/whl/cpu "torch>=2.6,<2.15" 2>/dev/null || true
      wheel="$(ls "$venv"/torch/torch-*cpu*.whl 2>/dev/null | head -n 1 || true)"
      if [ -n "$wheel" ]; then "$pip" install -q "$wheel"; else
        echo "Geen CPU-versie van torch te vinden. Zie README, 'Installeren zonder CUDA'."; exit 1
      fi
      rm -rf "$venv/torch" ;;
    *) "$pip" install -q "torch>=2.6" ;;  # macOS and ARM wheels on PyPI are CPU builds already
  esac
fi
echo "2/2 krachtgesprek en gereedschap ..."
"$pip" install -q -c constraints.txt -e ".[dev]"
"$venv/bin/python" -m compileall -q assistant tui 2>/dev/null || true
echo "Klaar."

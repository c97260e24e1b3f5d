"""Makes every golden file of this folder: python generate.py

Python 3.11, torch 2.13.0 (CPU), transformers 5.18.0, safetensors 0.8.0, numpy 2.4.1
(pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu
 pip install transformers==5.18.0 safetensors==0.8.0 numpy==2.4.1)

All numbers are computed in float64 on one thread, without dropout, from fixed seeds; every input is a
float32 number, so a float32 kernel starts from the same values. Floats are F64, integers I64.
Each file has one metadata key, `golden`: a JSON object that says how the file was made.

  bert-{a,b,c,d}.safetensors   whole taggers: hidden states, logits, losses, all gradients  (taggers.py)
  distilbert-{a,b}.safetensors the same with DistilBERT                                 (distilbert.py)
  bert-X-bfloat16.safetensors  the errors of bfloat16 autocast on them                  (bfloat16.py)
  train-d.safetensors          bert-d after ten optimizer steps                            (optimizer.py)
  adamw.safetensors            AdamW, decay groups, schedule, clipping                      (optimizer.py)
  mapping.safetensors          Procrustes, adversarial gradients                        (mapping.py)
  mmd.safetensors              MMD squared with both gradients                              (mmd.py)
  lstm.safetensors             bidirectional LSTMs, forward and backward                    (lstm.py)
  ops.safetensors              single ops, forward and backward                             (ops.py)
  tagging.safetensors          Concat and the conditional random field                  (tagging.py)
  hf-tiny/, hf-old/, hf-distilbert/
                               model directories in HuggingFace's layout                (directories.py)
"""

import sys

sys.dont_write_bytecode = True

from pathlib import Path

import numpy
import safetensors
import torch
import transformers

import bfloat16
import directories
import distilbert
import lstm
import mapping
import mmd
import ops
import optimizer
import taggers
import tagging

PINNED = {torch: "2.13.0", transformers: "5.18.0", safetensors: "0.8.0", numpy: "2.4.1"}


def check_versions():
    for library, wanted in PINNED.items():
        found = library.__version__.split("+")[0]
        if found != wanted:
            raise SystemExit(f"{library.__name__} is {found}; the golden files are made with {wanted}")


def main():
    check_versions()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.set_default_dtype(torch.float64)
    folder = Path(__file__).parent
    for maker in (taggers, distilbert, bfloat16, optimizer, mmd, lstm, ops, tagging, mapping, directories):
        maker.write(folder)


if __name__ == "__main__":
    main()

#!/bin/sh
#SBATCH --job-name=figures
#SBATCH --array=1-4
#SBATCH --cpus-per-task=1
#SBATCH --time=00:10:00
#SBATCH --signal=B:TERM@30
#SBATCH --requeue
#SBATCH --output=figures-%A_%a.log
#
# Each task of the array draws its part of figures.yaml: as many parts as the array has tasks, whose
# numbers are consecutive and begin anywhere.
#
#     sbatch slurm.sh
#     sbatch --array=0-15 --cpus-per-task=4 slurm.sh
#
# What is drawn already is left as it is. So after a failure the same command draws the rest, and
# `scontrol requeue JOB_TASK` that of one task. Half a minute before the time is over the figures that
# are being drawn are finished.
set -eu
part=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
exec tviz batch figures.yaml -o "${FIGURES:-figures}" --keep-going \
  --shard "$part/$SLURM_ARRAY_TASK_COUNT" -j "${SLURM_CPUS_PER_TASK:-1}"

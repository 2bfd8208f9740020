#!/bin/sh
# The data of this server stands on a disk of its own.
export XTK_VAR_DIR=/data/var

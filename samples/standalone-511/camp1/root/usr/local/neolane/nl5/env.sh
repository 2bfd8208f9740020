#!/bin/sh
# Environment of the application server.
NL_ROOT=/usr/local/neolane/nl5
export NL_ROOT
LD_LIBRARY_PATH=$NL_ROOT/lib:$LD_LIBRARY_PATH
export LD_LIBRARY_PATH
[ -f $NL_ROOT/customer.sh ] && . $NL_ROOT/customer.sh

#!/bin/sh
# Environment of the application server.
NL_ROOT=/usr/local/neolane/nl6
export NL_ROOT
[ -f $NL_ROOT/customer.sh ] && . $NL_ROOT/customer.sh

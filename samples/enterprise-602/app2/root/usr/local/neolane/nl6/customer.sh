#!/bin/sh
# Settings of this server.
export ORACLE_HOME=/opt/oracle/11.2/client_1
export TNS_ADMIN=/etc/oracle
export JDK_HOME=/usr/java/default

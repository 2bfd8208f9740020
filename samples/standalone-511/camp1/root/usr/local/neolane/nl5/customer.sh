#!/bin/sh
# Settings of this server.
export JDK_HOME=/usr/lib/jvm/java-7-openjdk-amd64
export neolane_LANG=eng
export CRM_EXPORT_PASSWORD='plum and custard'

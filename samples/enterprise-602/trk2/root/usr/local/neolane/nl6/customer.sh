#!/bin/sh
# Settings of this server.

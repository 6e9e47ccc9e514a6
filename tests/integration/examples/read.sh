#!/bin/sh
# The meetings that hold, one a line as JSON: kcat and awk. read.sh HOST:PORT [TOPIC]
kcat -C -b "$1" -t "${2:-events.meeting}" -e -q -Z -f '%k\t%s\n' |
	awk -F '\t' '$2 == "NULL" { delete event[$1]; next } { event[$1] = $2 } END { for (key in event) print event[key] }'

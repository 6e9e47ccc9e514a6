#!/bin/sh
# Meetings of a party, found by their headers, without parsing: kcat. filter.sh HOST:PORT PARTY [TOPIC]
kcat -C -b "$1" -t "${3:-events.meeting}" -e -q -f '%h\t%s\n' |
	grep -E "(^|,)ce_subject=([^=]*,)?$2(,|	|\$)" | cut -f 2-

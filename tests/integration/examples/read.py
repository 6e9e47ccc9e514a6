"""The meetings that hold, one a line as JSON: plain kafka-python. python read.py HOST:PORT [TOPIC]"""

import sys

from kafka import KafkaConsumer, TopicPartition

server, topic = sys.argv[1], (sys.argv[2:] or ["events.meeting"])[0]
consumer = KafkaConsumer(bootstrap_servers=server, auto_offset_reset="earliest", enable_auto_commit=False)
consumer.assign([TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)])
ends, events = consumer.end_offsets(consumer.assignment()), {}
while any(consumer.position(partition) < end for partition, end in ends.items()):
    for records in consumer.poll(500).values():
        events.update((record.key, record.value) for record in records)  # the last record of a key counts
print(*(event.decode() for event in events.values() if event is not None), sep="\n")  # None: withdrawn

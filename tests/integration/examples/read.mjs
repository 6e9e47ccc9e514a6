// Meetings as they come, as JSON, and the keys of those withdrawn: Node.js with kafkajs. node read.mjs HOST:PORT [TOPIC]
import kafkajs from "kafkajs";
import lz4 from "lz4js";

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
CompressionCodecs[CompressionTypes.LZ4] = () => ({ decompress: async (data) => Buffer.from(lz4.decompress(data)) });
const [server, topic = "events.meeting"] = process.argv.slice(2);
const consumer = new Kafka({ brokers: [server], logLevel: logLevel.ERROR }).consumer({ groupId: "node-example" });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message: { key, value } }) => console.log(value ? `${value}` : `withdrawn ${key}`),
});

// User limits as one would write them by hand on the batch utility: one record after the other, so that order holds; limits in memory; nothing put out.
import { BatchProcessorSync, EventType, processPartialResponseSync } from '@aws-lambda-powertools/batch';
import { apply } from './limits.js';

const processor = new BatchProcessorSync(EventType.KinesisDataStreams);
const limits = new Map();

function handleRecord(record) {
  const event = JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString('utf8'));
  if (event.source !== 'limitUser') return;
  const id = event.payload.userLimitId;
  const limit = limits.get(id);
  if (limit?.applied.includes(event.sequenceNumber)) return;
  const { state, enrichment } = apply(limit, event);
  limits.set(id, state);
  record.enriched = { ...event, enrichment };
}

export const handler = async (event, context) => {
  const answer = processPartialResponseSync(event, handleRecord, processor, { context });
  return answer;
};

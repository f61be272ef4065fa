// What an event makes of its limit, and what it is enriched with. Amounts are cents, as whole numbers, so that sums are exact.
const remembered = 100;

const cents = (text) => Math.round(Number(text) * 100);
const text = (amount) => (amount / 100).toFixed(2);
const round = (number) => Math.round(number * 100) / 100;

function next(limit, { type, payload }) {
  switch (type) {
    case 'USER_LIMIT_CREATED':
      return { ...limit, ...payload, value: cents(payload.value), progress: payload.progress === undefined ? (limit?.progress ?? 0) : cents(payload.progress) };
    case 'USER_LIMIT_PROGRESS_CHANGED':
      return { ...limit, userId: payload.userId, nextResetTime: payload.nextResetTime, progress: cents(payload.previousProgress) + cents(payload.amount) };
    case 'USER_LIMIT_RESET':
      return { ...limit, userId: payload.userId, nextResetTime: payload.nextResetTime, progress: 0 };
    default:
      throw new Error(`Unknown type ${type}`);
  }
}

export function apply(limit, event) {
  const state = next(limit, event);
  state.applied = [...(limit?.applied ?? []), event.sequenceNumber].slice(-remembered);
  const known = state.value !== undefined;
  const enrichment = {
    progress: text(state.progress),
    remainingAmount: known ? text(state.value - state.progress) : null,
    usedPercentage: known && state.value > 0 ? round((state.progress / state.value) * 100) : null,
    breached: known ? state.progress > state.value : null,
    secondsToReset: state.nextResetTime === undefined ? null : (state.nextResetTime - event.createdAt) / 1000,
    partial: !known,
  };
  return { state, enrichment };
}

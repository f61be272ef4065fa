// Loaded before kinesalite, which never answers GetShardIterator AT_TIMESTAMP when no record is that new. Kinesis starts behind the newest one then, as LATEST does.
const file = require.resolve('kinesalite/actions/getShardIterator', { paths: [process.cwd()] })
const ask = require(file)

require.cache[file].exports = (store, data, answer) => {
  if (data.ShardIteratorType !== 'AT_TIMESTAMP') return ask(store, data, answer)
  // Asked for before, so that no record comes between the two.
  ask(store, { ...data, ShardIteratorType: 'LATEST', Timestamp: undefined }, (error, latest) => {
    if (error) return answer(error)
    let isAnswered = false
    const answerOnce = (...result) => {
      if (!isAnswered) answer(...result)
      isAnswered = true
    }
    const read = (stream, range) => store.getStreamDb(stream).createReadStream(range).on('end', () => answerOnce(null, latest))
    const watched = Object.assign(Object.create(store), { getStreamDb: stream => ({ createReadStream: range => read(stream, range) }) })
    ask(watched, data, answerOnce)
  })
}

// A client that is killed in the midst of a request must not take the server with it: Kinesalite and Dynalite throw what the request says then.
process.on('uncaughtException', error => {
  if (error.code === 'ECONNRESET') return
  console.error(error)
  process.exit(1)
})

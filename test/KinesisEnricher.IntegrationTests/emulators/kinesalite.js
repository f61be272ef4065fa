// The package's own command binds every interface; this one the loopback only.
require('kinesalite')({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 100000 }).listen(Number(process.argv[2]), '127.0.0.1')

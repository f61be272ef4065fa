// Lambda's loop on Node's own HTTP client: ask for an invocation, handle it, answer.
import http from 'node:http';
import { handler } from './handler.js';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });
const api = '/2018-06-01/runtime/invocation';

function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const request = http.request({ host, port, agent, method, path, headers }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(pieces) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

for (;;) {
  const invocation = await send('GET', `${api}/next`);
  const id = invocation.headers['lambda-runtime-aws-request-id'];
  const answer = await handler(JSON.parse(invocation.body), { awsRequestId: id });
  await send('POST', `${api}/${id}/response`, JSON.stringify(answer));
}

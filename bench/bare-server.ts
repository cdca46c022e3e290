// Child process of the benches of pages: a server that does nothing but send the bytes that another one sent. Prints its URL.
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

type Answer = { headers: Record<string, string>; body: Buffer };

const [url = '', ...paths] = process.argv.slice(2);

function read(path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url + path, { headers: { 'accept-encoding': 'br' } }, async (response) => {
      const body = await buffer(response);
      const { 'content-type': type = '', 'content-encoding': encoding = '', etag = '' } = response.headers;
      resolve({
        body,
        headers: {
          'content-type': type,
          'content-encoding': encoding,
          etag,
          vary: 'Accept-Encoding',
          'content-length': String(body.length),
        },
      });
    }).once('error', reject);
  });
}

const answers = new Map<string, Answer>();
for (const path of paths) answers.set(path, await read(path));

const server = createServer((request, response) => {
  const answer = answers.get(request.url ?? '');
  if (!answer) return void response.writeHead(404).end();
  response.writeHead(200, answer.headers).end(answer.body);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`); // it listens on TCP
});
process.once('SIGTERM', () => process.exit(0));

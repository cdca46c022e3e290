import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
createServer(async (request, response) => {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures = '' } = request.headers;
  const body = Buffer.concat(await request.toArray());
  const expected = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest();
  const given = signatures.split(' ').map((one) => Buffer.from(one.replace('v1,', ''), 'base64'));
  const isSigned = given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  if (!isSigned || Math.abs(Date.now() / 1_000 - time) > 300) return response.writeHead(401).end();
  response.writeHead(204).end(); // respond within 15 s, then work; skip an id that came before
  console.log(id, JSON.parse(body).type);
}).listen(process.env.PORT ?? 8080);

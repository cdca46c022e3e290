import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { sendPlainPages, withoutFrameworkScripts } from './plain-page.ts';

async function answerOf(answer: (response: http.ServerResponse) => void): Promise<Response> {
  const server = http.createServer((_, response) => {
    sendPlainPages(response);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return new Response(await response.text(), response);
  } finally {
    server.close();
  }
}

describe('a plain page', () => {
  test('keeps everything but the scripts that are not ours', () => {
    const page =
      '<head><link rel="preload" href="/a.js" as="script"/><link rel="stylesheet" href="/a.css"/><script src="/live.js" defer="" data-own=""></script></head><p>a &lt;script&gt;</p><script>self.x=["</p>"]</script><script id="_R_">b</script>';
    expect(withoutFrameworkScripts(page)).toBe(
      '<head><link rel="stylesheet" href="/a.css"/><script src="/live.js" defer="" data-own=""></script></head><p>a &lt;script&gt;</p>',
    );
  });

  test('is sent whole, with its length, however it was written', async () => {
    const response = await answerOf((r) => {
      r.setHeader('content-type', 'text/html; charset=utf-8');
      r.statusCode = 404;
      r.flushHeaders();
      r.write('<p>ü</p><scr');
      r.write(Buffer.from('ipt>x</script>'));
      r.end('<p>end</p>');
    });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([404, '19', '<p>ü</p><p>end</p>']);
  });

  test('what is no page passes as it is', async () => {
    const response = await answerOf((r) => {
      r.setHeader('content-type', 'application/json');
      r.write('{"a":"<script>x</script>"');
      r.end('}');
    });
    expect(await response.json()).toEqual({ a: '<script>x</script>' });
  });
});

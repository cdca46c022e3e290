import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { consolePages, plainPages, sendRewritten, withoutFrameworkScripts } from './plain-page.ts';

async function answerOf(answer: (response: http.ServerResponse) => void, rewrite = plainPages): Promise<Response> {
  const server = http.createServer((_, response) => {
    sendRewritten(response, rewrite);
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

describe('a page of the console', () => {
  const page = '<p>a</p><script nonce="n">x</script>';
  const html = (status: number) => (r: http.ServerResponse) => {
    r.statusCode = status;
    r.setHeader('content-type', 'text/html');
    r.end(page);
  };

  test('keeps its scripts; what is not there has none', async () => {
    expect(await (await answerOf(html(200), consolePages)).text()).toBe(page);
    expect(await (await answerOf(html(404), consolePages)).text()).toBe('<p>a</p>');
  });

  test('says nothing in any other form about what is not there', async () => {
    for (const status of [404, 409]) {
      const response = await answerOf((r) => {
        r.statusCode = status;
        r.setHeader('content-type', 'text/x-component');
        r.setHeader('x-nextjs-action-not-found', '1');
        r.end('0:["console","staff"]');
      }, consolePages);
      expect([response.status, response.headers.get('x-nextjs-action-not-found'), await response.text()]).toEqual([404, null, '']);
    }
  });
});

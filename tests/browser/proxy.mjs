// A reverse proxy that takes the first segment off each path, as those do that serve orgd under a prefix.
import { once } from 'node:events';
import http from 'node:http';
import { pipeline } from 'node:stream';

// Returns the proxy, listening on a port of its own on the loopback address.
export async function stripPrefix(upstream) {
  const proxy = http.createServer((request, response) => {
    const path = request.url.replace(/^\/[^/]+/, '');
    const { method, headers } = request;
    const onward = http.request(new URL(path, upstream), { method, headers }, (answer) => {
      // Whoever goes on to another page takes back what it had asked for.
      if (response.destroyed) {
        answer.destroy();
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      pipeline(answer, response, () => {});
    });
    onward.on('error', (error) => response.destroy(error));
    pipeline(request, onward, () => {});
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

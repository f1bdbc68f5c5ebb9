// A reverse proxy that strips the first segment of each path, like proxies that serve orgd under a prefix.
import { once } from 'node:events';
import http from 'node:http';
import { pipeline } from 'node:stream';

// Returns the proxy, listening on a free port of the loopback address.
export async function stripPrefix(upstream) {
  const proxy = http.createServer((request, response) => {
    const path = request.url.replace(/^\/[^/]+/, '');
    const { method, headers } = request;
    const onward = http.request(new URL(path, upstream), { method, headers }, (answer) => {
      // A page that navigates away cancels its pending requests.
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

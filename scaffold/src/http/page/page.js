// Adapts Swagger UI by a plugin: the API's own name in the bar, and less text before it is asked for.
'use strict';

(() => {
  // Replaces relative servers by their addresses. They are relative to the document (OpenAPI, 4.8.5).
  const withAddresses = (spec, documentUrl) => {
    if (!Array.isArray(spec?.servers)) return spec;
    const base = new URL(documentUrl, location.href);
    const servers = spec.servers.map((server) => {
      // A template such as `https://{region}.example.com` has no address yet.
      if (server.url.includes('{') || !URL.canParse(server.url, base)) return server;
      return { ...server, url: new URL(server.url, base).href.replace(/\/$/, '') };
    });
    return { ...spec, servers };
  };

  // Splits a description at its first heading.
  const split = (description) => {
    const at = description.search(/^#{1,6} /m);
    return at < 0 ? [description, ''] : [description.slice(0, at), description.slice(at)];
  };

  // Folds all paragraphs after the first. Swagger UI keeps these elements when it sanitizes descriptions.
  const fold = (description) => {
    const [first, ...rest] = description.trim().split(/\n\s*\n/);
    if (!rest.length) return description;
    return `${first}\n\n<details><summary>More</summary>\n\n${rest.join('\n\n')}\n\n</details>\n`;
  };

  const firstSentence = (text) => text.trim().split(/\n\s*\n|(?<=\.)\s/)[0];

  const withCode = (h, text) => text.split('`').map((part, at) => (at % 2 ? h('code', null, part) : part));

  const plugin = ({ React: { createElement: h, useEffect, useState } }) => ({
    statePlugins: {
      spec: {
        wrapActions: {
          updateJsonSpec: (original, { specSelectors }) => (spec) => original(withAddresses(spec, specSelectors.url())),
        },
        wrapSelectors: {
          selectInfoDescriptionField: (original) => (...given) => split(original(...given) ?? '')[0],
        },
      },
    },
    wrapComponents: {
      Logo: (_, { specSelectors }) => () => {
        const title = specSelectors.info().get('title') ?? '';
        useEffect(() => {
          if (title) document.title = title;
        }, [title]);
        return h('span', { className: 'api-name' }, title);
      },

      // The sections of a long introduction.
      InfoContainer: (Original, { getComponent, specSelectors }) => (props) => {
        const [, sections] = split(specSelectors.info().get('description') ?? '');
        const Markdown = getComponent('Markdown', true);
        const headings = [...sections.matchAll(/^## +(.*)$/gm)].map(([, heading]) => heading);
        return h('div', null,
          h(Original, props),
          sections && h('details', { className: 'about renderedMarkdown' },
            h('summary', null, `About this API: ${headings.join(', ')}`),
            h(Markdown, { source: sections })));
      },

      parameterRow: (Original) => (props) => {
        const description = props.param.get('description');
        return h(Original, description ? { ...props, param: props.param.set('description', fold(description)) } : props);
      },

      // An error is one line until it is opened.
      response: (Original) => (props) => {
        const [isOpen, setOpen] = useState(false);
        const { code, response } = props;
        if (isOpen || !/^[45]/.test(code)) return h(Original, props);
        const description = firstSentence(response.get('description') ?? '');
        return h('tr', { className: 'response folded', 'data-code': code },
          h('td', { className: 'response-col_status' }, code),
          h('td', { className: 'response-col_description', colSpan: 2 },
            h('button', { type: 'button', 'aria-expanded': false, onClick: () => setOpen(true) }, ...withCode(h, description || 'Show'))));
      },

      // The headers of a response.
      headers: (Original) => (props) => {
        if (!props.headers?.size) return null;
        const names = props.headers.keySeq().join(', ');
        return h('details', { className: 'response-headers' },
          h('summary', null, `Headers: ${names}`), h(Original, props));
      },
    },
  });

  const create = window.SwaggerUIBundle;
  window.SwaggerUIBundle = Object.assign(
    (options) => create({ ...options, plugins: [...options.plugins, plugin] }),
    create,
  );
})();

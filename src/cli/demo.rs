//! The text that `serve --demo` prints: requests to try on the demo organization.

use std::net::{Ipv4Addr, SocketAddr};

use crate::app::{DEMO_ORGANIZATION, Demo};

/// The requests, with the credentials of the demo.
pub fn text(demo: &Demo, scheme: &str, mut address: SocketAddr) -> String {
    let Demo { key, token } = demo;
    // A server can listen on this address, but clients cannot connect to it.
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!(
        r##"
Swagger UI: {scheme}://{address}/docs/ (authorize with the key or the token below)

The public surface, with an API key:

curl --request PATCH \
  --url {scheme}://{address}/api/public/organizations/{DEMO_ORGANIZATION} \
  --header 'Authorization: Bearer {key}' \
  --header 'Content-Type: application/json' \
  --data '{{
  "customAiContext": "Widgets are counted in dozens.",
  "skipOnboarding": true,
  "fullEmbedEnabled": true,
  "embedAllowedOrigins": ["https://example.com", "https://*.example.com"],
  "isBillable": true,
  "insightsEnabled": true
}}'

The v1 surface, with a token:

curl -X PATCH {scheme}://{address}/api/v1/organizations/{DEMO_ORGANIZATION} \
  -H "Authorization: Bearer {token}" \
  -H "Content-Type: application/json" \
  -d '{{
    "name": "Acme Corporation",
    "settings": {{
      "branding": {{
        "primaryColor": "#4338CA"
      }}
    }}
  }}'
"##
    )
}

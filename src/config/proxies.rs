//! The proxies in front of the server.

use std::net::IpAddr;

use clap::Args;
use ipnet::IpNet;

/// The proxies whose word on the client's address counts.
#[derive(Debug, Clone, Default, Args)]
pub struct ProxiesConfig {
    /// The proxies whose X-Forwarded-For or Forwarded counts, as addresses or networks such as 10.0.0.0/8
    #[arg(long, env = "ORGD_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
}

fn network(text: &str) -> Result<IpNet, &'static str> {
    let text = text.trim();
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    let network = text.parse().or_else(|_| address());
    network.map_err(|_| "must be an address or a network such as 10.0.0.0/8")
}

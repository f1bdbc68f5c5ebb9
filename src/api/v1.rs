//! The v1 surface, as BunShip publishes it.

mod organizations;
